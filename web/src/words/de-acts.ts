/** The German texts of the ways to act: emoji, profiles, the palette and the shortcuts. */

import { countsIn } from '#web/words/counts.ts';
import type { Words } from '#web/words/words.ts';

const { number, plural } = countsIn('de');

export const acts: Pick<Words, 'emoji' | 'profile' | 'palette' | 'shortcuts'> = {
  emoji: {
    title: 'Emoji',
    search: 'Emoji suchen',
    categories: 'Kategorien',
    category: {
      recent: 'Zuletzt benutzt',
      smileys: 'Smileys und Gefühle',
      people: 'Menschen',
      nature: 'Tiere und Natur',
      food: 'Essen und Trinken',
      travel: 'Reisen und Orte',
      activities: 'Aktivitäten',
      objects: 'Gegenstände',
      symbols: 'Symbole',
      flags: 'Flaggen',
      found: 'Gefunden',
    },
    hint: 'Tippe, um zu suchen',
    none: 'Kein Emoji passt. Versuche ein anderes Wort.',
    found: (n, first) => `${number(n)} gefunden. Enter wählt ${first}.`,
    tone: 'Hautfarbe',
    tones: ['Keine Hautfarbe', 'Hell', 'Mittelhell', 'Mittel', 'Mitteldunkel', 'Dunkel'],
  },

  profile: {
    roles: 'Rollen',
    timedOut: (until) => `Auszeit bis ${until}`,
    title: (name) => `Profil von ${name}`,
    you: 'Das bist du',
    since: (day) => `Mitglied seit ${day}`,
    noMember: 'Kein Mitglied dieser Community',
    copyName: 'Namen kopieren',
    copyId: 'ID der Person kopieren',
  },

  palette: {
    title: 'Springen zu',
    placeholder: 'Ort, Person oder Aktion',
    nothing: 'Nichts passt. Versuche einen anderen Namen.',
    found: (n) => plural(n, { one: 'Treffer', other: 'Treffer' }),
    theme: (name) => `Farben: ${name}`,
    sections: {
      recent: 'Zuletzt',
      found: 'Treffer',
      channel: 'Kanäle',
      person: 'Personen',
      guild: 'Communities',
      action: 'Aktionen',
    },
  },

  shortcuts: {
    names: {
      palette: 'Zu einem Ort, einer Person oder einer Aktion springen',
      search: 'Nachrichten suchen',
      previousChannel: 'Vorheriger Kanal',
      nextChannel: 'Nächster Kanal',
      previousUnread: 'Vorheriger ungelesener Kanal',
      nextUnread: 'Nächster ungelesener Kanal',
      previousMention: 'Vorheriger Kanal mit einer Erwähnung',
      nextMention: 'Nächster Kanal mit einer Erwähnung',
      oldestUnread: 'Erste neue Nachricht des Kanals',
      markGuild: 'Die Community als gelesen markieren',
      previousGuild: 'Vorherige Community',
      nextGuild: 'Nächste Community',
      lastGuild: 'Die Community, in der du zuletzt warst',
      guildBeforeLast: 'Die Community davor',
      back: 'Zurück',
      forward: 'Vorwärts',
      members: 'Mitgliederliste ein- oder ausblenden',
      pins: 'Angeheftete Nachrichten',
      emoji: 'Emoji einfügen',
      nextRegion: 'Nächster Teil des Bildschirms',
      previousRegion: 'Vorheriger Teil des Bildschirms',
      inbox: 'Deine Erwähnungen',
      settings: 'Einstellungen',
      help: 'Tastenkürzel',
    },
    keys: {
      Mod: 'Strg',
      Shift: 'Umschalt',
      Alt: 'Alt',
      ContextMenu: 'Menütaste',
      Escape: 'Esc',
      Space: 'Leertaste',
      PageUp: 'Bild ↑',
      PageDown: 'Bild ↓',
      Delete: 'Entf',
      Insert: 'Einfg',
      Home: 'Pos1',
      End: 'Ende',
    },
  },
};
