/** The German texts of the ways to act: profiles, the palette and the shortcuts. */

import { countsIn } from '#web/words/counts.ts';
import type { Words } from '#web/words/words.ts';

const { plural } = countsIn('de');

export const acts: Pick<Words, 'profile' | 'palette' | 'shortcuts'> = {
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
