/** The German texts of parts that the client loads later. */

import { countsIn } from '#web/words/counts.ts';
import type { LaterWords } from '#web/words/later/later-words.ts';

const { number, plural } = countsIn('de');

export const later: LaterWords = {
  shortcuts: {
    title: 'Tastenkürzel',
    hint: 'Um ein Kürzel zu ändern, wähle seine Tasten und drücke andere. Dieses Gerät merkt sich deine Änderungen.',
    everywhere: 'Überall',
    inParts: 'In den Nachrichten und im Eingabefeld',
    fixed: {
      send: 'Nachricht senden',
      newLine: 'Neue Zeile',
      editLast: 'Deine letzte Nachricht bearbeiten (im leeren Eingabefeld)',
      pageMessages: 'Die Nachrichten um eine Seite rollen',
      walkMessages: 'Vorherige oder nächste Nachricht',
      reply: 'Auf die Nachricht antworten',
      walkActions: 'Aktionen der Nachricht',
      menu: 'Menü einer Nachricht, eines Kanals, eines Mitglieds oder einer Community',
      close: 'Schließen, oder den Kanal als gelesen markieren und an sein Ende gehen',
    },
    press: 'Drücke die Tasten …',
    recording: (name) => `Drücke die neuen Tasten für: ${name}. Escape bricht ab.`,
    change: (name, keys) => `${name}: ${keys}. Tasten ändern`,
    changeTip: 'Tasten ändern',
    off: 'Aus',
    switchOff: (name) => `Ausschalten: ${name}`,
    restore: (name) => `Erste Tasten wiederherstellen: ${name}`,
    restoreAll: 'Alle wiederherstellen',
    conflict: (other) => `„${other}“ hat dieselben Tasten. Nur das obere der beiden wirkt.`,
    refused: {
      browser: (keys) => `Der Browser behält ${keys} für sich. Wähle andere Tasten.`,
      plain: (keys) => `${keys} schreibt Text oder bewegt den Fokus. Halte Strg, Alt oder Cmd dazu.`,
      editing: (keys) => `${keys} bearbeitet Text in jedem Feld. Wähle andere Tasten.`,
    },
  },

  search: {
    title: (guild) => `${guild} durchsuchen`,
    label: 'Suchtext',
    placeholder: 'Wörter, "Wortgruppen", from:name …',
    go: 'Suchen',
    enter: 'Zum Suchen Enter drücken.',
    noPerson: (name) => `Kein Mitglied dieser Community heißt ${name}.`,
    noChannel: (name) => `Du siehst keinen Kanal, der ${name} heißt.`,
    clear: 'Leeren',
    close: 'Suche schließen',
    suggestions: 'Filter',
    order: 'Reihenfolge der Treffer',
    relevance: 'Beste Treffer',
    newest: 'Neueste',
    results: 'Treffer',
    looking: 'Suche läuft …',
    count: (n, more) => (more ? `Die ersten ${number(n)} Treffer` : `${number(n)} Treffer`),
    nothing: 'Nichts gefunden.',
    nothingHint:
      'Gesucht wird in den Kanälen, die du lesen kannst. Versuche weniger Wörter, oder beende ein Wort mit einem Stern, wie Prüf*.',
    nearly: 'Keine Nachricht passt genau. Diese Nachrichten enthalten ähnliche Wörter.',
    more: 'Weitere Treffer',
    rebuilding: 'Der Suchindex wird aufgebaut',
    rebuildingHint: 'Alles andere kannst du benutzen. Deine Suche läuft danach von selbst.',
    filters: [
      ['from:name', 'von einer Person geschrieben, oder von dir: from:me'],
      ['in:kanal', 'in einem Kanal'],
      ['mentions:name', 'mit einer Erwähnung der Person'],
      ['has:link', 'mit einem Link, einer Datei oder einem Bild'],
      ['before:2024-03-05', 'vor einem Tag, Monat oder Jahr'],
      ['after:2024-03', 'nach einem Tag, Monat oder Jahr'],
      ['during:2024', 'an einem Tag, in einem Monat oder Jahr'],
      ['"blaue Stunde"', 'genau diese Wörter in dieser Folge'],
      ['Prüf*', 'Wörter, die mit Prüf beginnen'],
      ['-Tabelle', 'ohne das Wort Tabelle'],
    ],
    hints: {
      from: 'von einer Person geschrieben',
      in: 'in einem Kanal',
      mentions: 'mit einer Erwähnung der Person',
      has: 'Link, Datei oder Bild',
      before: 'ein Tag, Monat oder Jahr',
      after: 'ein Tag, Monat oder Jahr',
      during: 'ein Tag, Monat oder Jahr',
    },
  },

  sessions: {
    title: 'Wo du angemeldet bist',
    current: 'Dieses Gerät',
    unknownDevice: 'Unbekanntes Gerät',
    device: (browser, system) => `${browser} unter ${system}`,
    since: (when) => `Angemeldet ${when}`,
    lastUsed: (when) => `Zuletzt benutzt ${when}`,
    unread: (why) => `Die Liste deiner Sitzungen konnte nicht geladen werden. ${why}`,
    revoke: 'Abmelden',
    revokeOf: (device) => `${device} abmelden`,
  },

  pins: {
    title: (channel) => `Angeheftete Nachrichten in #${channel}`,
    none: 'Noch ist nichts angeheftet',
    noneHint: 'Ein Moderator heftet Nachrichten über ihr Menü an.',
  },

  versions: {
    title: 'Bearbeitungsverlauf',
    now: (when: string) => `Jetzt, seit ${when}`,
    first: (when: string) => `Zuerst, ${when}`,
    more: 'Ältere Texte dieser Nachricht werden nicht gezeigt.',
  },

  lines: {
    joined: (name: string) => `${name} ist beigetreten.`,
    pinned: (name: string) => `${name} hat eine Nachricht angeheftet.`,
    renamed: (name: string, to: string) => `${name} hat den Kanal in #${to} umbenannt.`,
    toPinned: 'Zur Nachricht',
  },

  inbox: {
    title: 'Deine Erwähnungen',
    empty: 'Noch keine Erwähnungen',
    emptyHint: 'Hier stehen Nachrichten, die dich, eine deiner Rollen oder alle erwähnen.',
    unread: (why: string) => `Deine Erwähnungen konnten nicht geladen werden. ${why}`,
    more: 'Weitere Erwähnungen',
  },

  removal: {
    title: 'Nachricht löschen?',
    hint: 'Die Nachricht verschwindet für alle. Um diese Frage zu überspringen, halte Umschalt und klicke auf Löschen.',
  },

  inviting: {
    title: (name) => `Leute zu ${name} einladen`,
    expires: 'Läuft ab nach',
    uses: 'Anzahl der Verwendungen',
    hours: (n) => plural(n, { one: 'Stunde', other: 'Stunden' }),
    days: (n) => plural(n, { one: 'Tag', other: 'Tagen' }),
    never: 'Nie',
    unlimited: 'Unbegrenzt',
    usesOf: (n) => plural(n, { one: 'Verwendung', other: 'Verwendungen' }),
    make: 'Neuen Link erstellen',
    making: 'Der Link wird erstellt …',
    link: 'Einladungslink',
    terms: (expires, uses) => `Läuft ab nach: ${expires}. Anzahl der Verwendungen: ${uses}.`,
    change: 'Ändern',
    linkHint: 'Alle, die diesen Link haben, können beitreten. Kopiere ihn jetzt: Er wird nur einmal gezeigt.',
  },

  unread: {
    since: (shown, when) => `${shown} neue Nachrichten seit ${when}`,
    many: (shown) => `${shown} neue Nachrichten`,
    jump: 'Hinspringen',
  },

  replies: {
    replyingTo: (name) => `Antwort an ${name}`,
    noReply: 'Nicht antworten',
    mentionAuthor: 'Den Autor erwähnen',
    mentionOn: '@ an',
    mentionOff: '@ aus',
    toAnswered: 'Zu dieser Nachricht',
    quoteDeleted: 'Die ursprüngliche Nachricht wurde gelöscht.',
    quoteUnread: 'Die ursprüngliche Nachricht kann nicht angezeigt werden.',
    answeredGone: 'Die Nachricht, auf die du antwortest, wurde gelöscht. Dein Text wird ohne sie gesendet.',
  },
};
