/** The German texts of pages, banners and lists that few first screens show. */

import { countsIn } from '#web/words/counts.ts';
import type { LaterWords } from '#web/words/later/later-words.ts';

const { number, plural } = countsIn('de');

export const address: LaterWords['address'] = {
  title: 'Diese Adresse funktioniert hier nicht',
  hint: (here, there) =>
    `Du hast ${here} geöffnet. Dieser Server ist für ${there} eingerichtet, und die Seite kann sich von einer anderen Adresse nicht verbinden.`,
  go: (there) => `Zu ${there}`,
  operator: 'Wenn du diesen Server betreibst: Setze FILAMENT_PUBLIC_URL auf die Adresse, die Leute öffnen.',
};

export const connection: LaterWords['connection'] = {
  waiting: (seconds) => `Verbindung verloren. Neuer Versuch in ${number(seconds)} s.`,
  limited: (seconds) => `Diese Sitzung wurde zu oft erneuert. Neuer Versuch in ${number(seconds)} s.`,
  connecting: 'Verbindung wird wiederhergestellt …',
  stopped: (why) => `Der Server hat die Verbindung beendet. ${why} Verbinde dich neu, um weiterzumachen.`,
  outdated: 'Diese Seite und der Server verstehen einander nicht mehr. Lade die Seite neu, um weiterzumachen.',
};

export const entry: LaterWords['entry'] = {
  accepting: 'Du trittst der Community bei …',
  toStart: 'Zum Anfang',
  limited: (seconds) =>
    `Diese Sitzung wurde zu oft erneuert. Sie geht von selbst weiter in ${plural(seconds, { one: 'Sekunde', other: 'Sekunden' })}.`,
  limitedSpoken:
    'Diese Sitzung wurde zu oft erneuert. Sie geht nach einer Weile von selbst weiter, oder du meldest dich neu an.',
  logInAgain: 'Neu anmelden',
  unknownTitle: 'Diese Seite gibt es nicht',
  unknownHint: 'Vielleicht ist die Adresse abgeschnitten oder falsch geschrieben. Prüfe sie, oder geh zum Anfang.',
};

export const members: LaterWords['members'] = {
  others: 'Mitglieder',
  count: (n) => number(n),
  menu: (name) => `${name}: Aktionen`,
  you: 'du',
};

export const invitation: LaterWords['invitation'] = {
  join: (guild) => `${guild} beitreten`,
  notNow: 'Nicht jetzt',
  unanswered: 'Diese Einladung konnte nicht geprüft werden',
};
