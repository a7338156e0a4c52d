/** The German texts about files. */

import { countsIn } from '#web/words/counts.ts';
import type { LaterWords } from '#web/words/later/later-words.ts';

const { number, plural } = countsIn('de');

export const files: LaterWords['files'] = {
  count: (kind, n) =>
    ({
      picture: n === 1 ? 'ein Bild' : plural(n, { one: 'Bild', other: 'Bilder' }),
      video: n === 1 ? 'ein Video' : plural(n, { one: 'Video', other: 'Videos' }),
      sound: n === 1 ? 'eine Tonaufnahme' : plural(n, { one: 'Tonaufnahme', other: 'Tonaufnahmen' }),
    })[kind] ?? (n === 1 ? 'eine Datei' : plural(n, { one: 'Datei', other: 'Dateien' })),
  wordless: 'Dateien ohne Worte',
  gallery: (n) => plural(n, { one: 'Bild', other: 'Bilder' }),
  open: (name) => `Bild öffnen: ${name}`,
  uncover: 'Verdeckt: zeigen, was darunter ist',
  covered: 'Verdeckt',
  notLoaded: 'Das ließ sich nicht laden.',
  again: 'Noch einmal versuchen',
  loading: 'Wird geladen …',
  pause: 'Bild anhalten',
  play: 'Bild bewegen',
  playOf: (name) => `${name} abspielen`,
  download: (name) => `${name} herunterladen`,
  lightbox: 'Bild',
  place: (n, of) => `${number(n)} von ${number(of)}`,
  before: 'Voriges Bild',
  after: 'Nächstes Bild',
  nearer: 'Vergrößern',
  farther: 'Verkleinern',
  drop: (channel) => `Dateien loslassen, um sie an #${channel} zu senden`,
  tray: 'Dateien dieser Nachricht',
  remove: (name) => `${name} entfernen`,
  retry: (name) => `${name} noch einmal senden`,
  describe: (name) => `${name} beschreiben`,
  alt: (name) => `Beschreibung von ${name}`,
  altHint: 'Für alle, die es nicht sehen',
  spoiler: (name) => `${name} als Spoiler verdecken`,
  progress: (name) => `Fortschritt von ${name}`,
  queued: 'Kommt gleich dran',
  resting: 'Keine Verbindung. Es geht von selbst weiter.',
  checking: 'Der Server sieht sie sich an …',
  running: (sent, of, speed) => `${sent} von ${of} · ${speed}/s`,
  tooMany: (most) => `Eine Nachricht hat höchstens ${number(most)} Dateien. Die übrigen fehlen.`,
  folder: 'Ordner lassen sich nicht senden. Packe sie zuerst in ein Archiv.',
  tooLarge: (size, most) => `Diese Datei hat ${size}. Der Server nimmt höchstens ${most} an.`,
  someFailed: 'Eine Datei ließ sich nicht senden. Sende sie noch einmal oder entferne sie. Sende dann die Nachricht.',
  sendsLater: 'Die Nachricht geht hinaus, sobald ihre Dateien da sind.',
  hold: 'Noch nicht senden',
  whole: (done, all) => `${number(done)} von ${plural(all, { one: 'Datei', other: 'Dateien' })} fertig`,
};
