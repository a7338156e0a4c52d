/** The German texts of the channels in the settings: their order, their permissions, their view. */

import type { GovernWords } from '#web/governance/words/govern-words.ts';
import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('de');

export const channels: GovernWords['channels'] = {
  lead: 'Ziehe Kanäle an ihren Platz, oder bewege sie am Griff mit den Pfeiltasten.',
  none: 'Diese Community hat noch keine Kanäle.',
  all: 'Kanäle und Kategorien',
  create: 'Kanal erstellen',
  createIn: (category: string) => `Einen Kanal in ${category} erstellen`,
  createCategory: 'Kategorie erstellen',
  outside: 'Keine Kategorie',
  category: 'Kategorie',
  back: 'Alle Kanäle',
  choose: 'Wähle einen Kanal, um seine Einstellungen zu sehen.',
  pages: { overview: 'Übersicht', permissions: 'Rechte', view: 'Ansicht als' },
  drag: (name: string) => `${name} verschieben`,
  moved: (name: string, category: string | null, place: number) =>
    category === null
      ? `${name} steht jetzt auf Platz ${number(place)}.`
      : `${name} steht jetzt in ${category} auf Platz ${number(place)}.`,
  stays: 'Weiter geht es nicht.',

  kind: 'Art des Kanals',
  kinds: {
    text: ['Text', 'Nachrichten, Reaktionen, Links'],
    forum: ['Forum', 'Beiträge mit Titel und Schlagwörtern'],
    voice: ['Sprache', 'Anrufe gibt es noch nicht'],
    category: ['Kategorie', 'Eine Überschrift mit Kanälen und eigenen Rechten'],
  },
  tags: 'Schlagwörter',
  tagsHint: 'Mitglieder versehen ihre Beiträge damit und finden Beiträge darüber.',
  tagName: 'Name des Schlagworts',
  tagEmoji: 'Emoji des Schlagworts',
  tagModerated: 'Für Moderatoren',
  tagUp: (name) => `${name} nach oben`,
  tagDown: (name) => `${name} nach unten`,
  tagRemove: (name) => `${name} entfernen`,
  tagAdd: 'Schlagwort hinzufügen',
  tagsFull: 'Ein Forum hat höchstens 20 Schlagwörter.',
  tagsFaulty: 'Gib jedem Schlagwort einen eigenen Namen.',
  tagRequired: 'Jeder neue Beitrag braucht ein Schlagwort',
  name: 'Name',
  namePlaceholder: 'neuer-kanal',
  topic: 'Thema',
  topicHint: 'Es steht oben im Kanal.',
  slowMode: 'Langsamer Modus',
  slowModeHint:
    'Zeit zwischen zwei Nachrichten eines Mitglieds. Wer Nachrichten oder Kanäle verwaltet, muss nicht warten.',
  slowModeOff: 'Aus',
  seconds: (n: number) => plural(n, { one: 'Sekunde', other: 'Sekunden' }),
  minutes: (n: number) => plural(n, { one: 'Minute', other: 'Minuten' }),
  hours: (n: number) => plural(n, { one: 'Stunde', other: 'Stunden' }),
  mayNotManage: 'Du darfst diesen Kanal nicht verwalten.',

  remove: 'Kanal löschen',
  removeCategory: 'Kategorie löschen',
  removeTitle: (name: string) => `${name} löschen?`,
  removeCounting: 'Nachrichten und Mitglieder werden gezählt…',
  removeNotCounted: 'Alle Nachrichten darin verschwinden für alle. Sie ließen sich nicht zählen.',
  removeCounts: (messages: number, more: boolean, members: number) =>
    `${more ? 'Mehr als ' : ''}${plural(messages, { one: 'Nachricht verschwindet', other: 'Nachrichten verschwinden' })}, und ${plural(members, { one: 'Mitglied sieht', other: 'Mitglieder sehen' })} den Kanal nicht mehr.`,
  removeCategoryCounts: (members: number) =>
    `${plural(members, { one: 'Mitglied sieht', other: 'Mitglieder sehen' })} die Kategorie nicht mehr.`,
  removeCategoryNotCounted: 'Die Mitglieder, die die Kategorie sehen, ließen sich nicht zählen.',
  removeCategoryAsk: (n: number) =>
    n === 0
      ? 'Sie enthält keinen Kanal.'
      : `${plural(n, { one: 'Kanal bleibt', other: 'Kanäle bleiben' })}, ohne Kategorie und mit denselben Rechten. Wer ${n === 1 ? 'ihn' : 'sie'} sieht, ändert sich nicht.`,
  removed: (name: string) => `${name} wurde gelöscht.`,
  locked: (name: string) => `In ${name} schreiben jetzt nur noch Rollen und Mitglieder, denen ein Recht es erlaubt.`,
  lockedAlready: (name: string) => `${name} ist schon gesperrt.`,
  unlocked: (name: string) => `In ${name} dürfen die Mitglieder wieder schreiben.`,
  unlock: 'Entsperren',

  private: 'Privat',
  privateHint: 'Nur Mitglieder und Rollen, denen du es unten erlaubst, sehen ihn.',
  lock: 'Gesperrt',
  lockHint: 'Alle dürfen lesen. Nur Mitglieder und Rollen, denen du es unten erlaubst, dürfen schreiben.',
  synced: (category: string) => `Hat die Rechte von ${category}, auch spätere. Eine Änderung hier beendet das.`,
  notSynced: (category: string) => `Hat eigene Rechte, nicht die von ${category}.`,
  sync: 'Rechte der Kategorie übernehmen',
  syncDone: (category: string) => `Er hat jetzt die Rechte von ${category}.`,
  mayNotRule: 'Dafür brauchst du in diesem Kanal das Recht, Rollen zu verwalten.',
  targets: 'Rollen und Mitglieder',
  add: 'Rolle oder Mitglied hinzufügen',
  addRole: 'Rollen',
  addMember: 'Mitglieder',
  chooseOne: 'Wählen…',
  takeOff: (name: string) => `${name} entfernen`,
  higher: 'Diese Rolle steht so hoch wie deine oder höher. Du kannst nicht ändern, was sie darf.',
  lacking: 'Du hast dieses Recht hier nicht.',
  memberGone: 'Früheres Mitglied',
  states: { allow: 'Erlauben', inherit: 'Übernehmen', deny: 'Verbieten' },
  of: (name: string) => `Was ${name} hier darf`,

  viewLead: 'Sieh, was eine Rolle oder ein Mitglied in diesem Kanal darf und warum.',
  viewAs: 'Ansicht als',
  allowed: 'Ja',
  denied: 'Nein',
  nothingGives: 'Nichts gibt dieses Recht.',
  sees: (n: number) => `Sieht ${plural(n, { one: 'Kanal', other: 'Kanäle' })}`,
  seesNone: 'Sieht keinen Kanal.',
  onlyThis: (role: string) => `Ein Mitglied mit der Rolle ${role} und keiner anderen`,
  step: {
    owner: ['Die Person, der die Community gehört, darf alles.', 'Die Person, der die Community gehört, darf alles.'],
    'everyone-role': ['Alle haben es in dieser Community.', 'Alle haben es in dieser Community nicht.'],
    role: ['Es kommt von der Rolle', 'Es fehlt durch die Rolle'],
    administrator: ['Mit Administration ist alles erlaubt.', 'Mit Administration ist alles erlaubt.'],
    'everyone-overwrite': ['Dieser Kanal erlaubt es allen.', 'Dieser Kanal verbietet es allen.'],
    'role-overwrite-denies': ['Dieser Kanal verbietet es der Rolle', 'Dieser Kanal verbietet es der Rolle'],
    'role-overwrite-allows': ['Dieser Kanal erlaubt es der Rolle', 'Dieser Kanal erlaubt es der Rolle'],
    'member-overwrite': ['Dieser Kanal erlaubt es diesem Mitglied.', 'Dieser Kanal verbietet es diesem Mitglied.'],
    'time-out': ['Die Auszeit lässt es.', 'Die Auszeit nimmt es.'],
    thread: [
      'Wer in Threads schreiben darf, darf es hier.',
      'Wer nicht in Threads schreiben darf, darf es hier nicht.',
    ],
    'channel-not-viewed': ['', 'Wer den Kanal nicht sieht, darf darin nichts.'],
  },
};
