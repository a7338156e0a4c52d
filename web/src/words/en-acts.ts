/** The English texts of the ways to act: emoji, profiles, the palette and the shortcuts. */

import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

export const acts = {
  emoji: {
    title: 'Emoji',
    search: 'Search emoji',
    categories: 'Categories',
    category: {
      recent: 'Used last',
      smileys: 'Smileys and feelings',
      people: 'People',
      nature: 'Animals and nature',
      food: 'Food and drink',
      travel: 'Travel and places',
      activities: 'Activities',
      objects: 'Objects',
      symbols: 'Symbols',
      flags: 'Flags',
      found: 'Found',
    },
    hint: 'Type to search',
    none: 'No emoji matches. Try another word.',
    found: (n: number, first: string) => `${number(n)} found. Enter picks ${first}.`,
    tone: 'Skin tone',
    tones: ['No skin tone', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'],
  },

  profile: {
    roles: 'Roles',
    timedOut: (until: string) => `Timed out until ${until}`,
    title: (name: string) => `Profile of ${name}`,
    you: 'This is you',
    since: (day: string) => `Member since ${day}`,
    noMember: 'Not a member of this community',
    copyName: 'Copy name',
    copyId: 'Copy user ID',
  },

  palette: {
    title: 'Jump to',
    placeholder: 'Place, person or action',
    nothing: 'Nothing matches. Try another name.',
    found: (n: number) => plural(n, { one: 'match', other: 'matches' }),
    theme: (name: string) => `Theme: ${name}`,
    sections: {
      recent: 'Recent',
      found: 'Matches',
      channel: 'Channels',
      person: 'People',
      guild: 'Communities',
      action: 'Actions',
    },
  },

  shortcuts: {
    names: {
      palette: 'Jump to a place, a person or an action',
      search: 'Search messages',
      previousChannel: 'Previous channel',
      nextChannel: 'Next channel',
      previousGuild: 'Previous community',
      nextGuild: 'Next community',
      lastGuild: 'The community that you were in last',
      guildBeforeLast: 'The community before that',
      back: 'Back',
      forward: 'Forward',
      members: 'Show or hide the member list',
      pins: 'Pinned messages',
      emoji: 'Insert emoji',
      nextRegion: 'Next part of the screen',
      previousRegion: 'Previous part of the screen',
      inbox: 'Your mentions',
      settings: 'Settings',
      help: 'Keyboard shortcuts',
    },
    keys: {
      Mod: 'Ctrl',
      Shift: 'Shift',
      Alt: 'Alt',
      ContextMenu: 'Menu key',
      Escape: 'Esc',
      Space: 'Space',
      PageUp: 'Page ↑',
      PageDown: 'Page ↓',
      Delete: 'Del',
      Insert: 'Ins',
      Home: 'Home',
      End: 'End',
    },
  },
} as const;
