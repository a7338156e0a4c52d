/** The English texts of the ways to act: profiles, the palette and the shortcuts. */

import { countsIn } from '#web/words/counts.ts';

const { plural } = countsIn('en');

export const acts = {
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
      previousUnread: 'Previous unread channel',
      nextUnread: 'Next unread channel',
      previousMention: 'Previous channel with a mention',
      nextMention: 'Next channel with a mention',
      oldestUnread: 'First new message of the channel',
      markGuild: 'Mark the community as read',
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
