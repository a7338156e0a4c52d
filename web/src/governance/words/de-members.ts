/** The German texts of the members in the settings and of the acts on them. */

import type { GovernWords } from '#web/governance/words/govern-words.ts';
import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('de');

export const members: GovernWords['members'] = {
  lead: 'Alle, die hier sind, mit ihren Rollen. Rollen entscheiden, was ein Mitglied darf.',
  search: 'Mitglied suchen',
  byRole: 'Mit der Rolle',
  anyRole: 'beliebige Rolle',
  noRole: 'ohne Rolle',
  timedOut: 'in Auszeit',
  sort: 'Sortiert nach',
  sortBy: { name: 'Name', newest: 'neueste zuerst', oldest: 'am längsten hier', rank: 'höchste Rolle' },
  found: (shown: number, all: number) =>
    `${number(shown)} von ${plural(all, { one: 'Mitglied', other: 'Mitgliedern' })}`,
  noneFound: 'Kein Mitglied passt. Ändere die Suche oder den Filter.',
  more: 'Mehr zeigen',
  joined: (day: string) => `hier seit ${day}`,
  until: (when: string) => `Auszeit bis ${when}`,
  actions: (name: string) => `${name}: Aktionen`,
  addRole: (name: string) => `${name} eine Rolle geben`,
  takeRole: (role: string, name: string) => `${name} die Rolle ${role} nehmen`,
  rolesOf: (name: string) => `Rollen von ${name}`,
  noRoles: 'Diese Community hat noch keine Rollen. Erstelle sie in den Einstellungen.',
  gave: (role: string, name: string) => `${name} hat jetzt die Rolle ${role}.`,
  took: (role: string, name: string) => `${name} hat die Rolle ${role} nicht mehr.`,

  nickname: 'Spitznamen ändern',
  roles: 'Rollen',
  timeOut: 'Auszeit geben',
  changeTimeOut: 'Auszeit ändern',
  endTimeOut: 'Auszeit beenden',
  kick: 'Entfernen',
  ban: 'Sperren',
  removeMessages: 'Nachrichten löschen',

  lacks: (permission: string) => `Braucht „${permission}“.`,
  notYourself: 'Das bist du.',
  notOwner: 'Das ist der Besitzer.',
  higher: 'Steht nicht tiefer als du.',
  roleHigher: 'Steht so hoch wie deine Rolle oder höher.',
  roleLacks: (permission: string) => `Gibt „${permission}“, das dir fehlt.`,

  nicknameOf: (name: string) => `Spitzname von ${name}`,
  nicknameHint: (username: string) => `Alle hier sehen ihn statt ${username}. Leer heißt ohne Spitznamen.`,
  renamed: (before: string, after: string) => `${before} heißt hier jetzt ${after}.`,

  kickTitle: (name: string) => `${name} entfernen?`,
  kickHint:
    'Diese Person verliert sofort den Zugang. Die Einladungen, die es jetzt gibt, lassen sie nicht mehr herein. Um zurückzukommen, braucht sie eine spätere.',
  kicked: (name: string) => `${name} wurde entfernt.`,

  banTitle: (name: string) => `${name} sperren?`,
  banHint:
    'Diese Person verliert sofort den Zugang. Keine Einladung lässt sie herein, bis die Moderation die Sperre aufhebt.',
  banned: (name: string) => `${name} wurde gesperrt.`,
  banDelete: 'Ihre Nachrichten löschen',
  banDeleteDays: (days: number) =>
    days === 0 ? 'keine' : days === 1 ? 'des letzten Tages' : `der letzten ${number(days)} Tage`,

  timeOutTitle: (name: string) => `${name} eine Auszeit geben?`,
  timeOutHint: 'Bis dahin kann dieses Mitglied lesen, aber nicht schreiben oder reagieren.',
  timeOutNow: (when: string) => `Dieses Mitglied hat Auszeit bis ${when}.`,
  lasts: 'Sie dauert',
  lastsFor: {
    minute: '60 Sekunden',
    fiveMinutes: '5 Minuten',
    tenMinutes: '10 Minuten',
    hour: '1 Stunde',
    day: '1 Tag',
    week: '1 Woche',
    custom: 'bis zu einer Zeit, die ich wähle',
  },
  ends: 'Sie endet',
  endsWrong: (days: number) => `Wähle eine Zeit in den nächsten ${number(days)} Tagen.`,
  wasTimedOut: (name: string, when: string) => `${name} hat Auszeit bis ${when}.`,
  timeOutEnded: (name: string) => `${name} darf wieder schreiben.`,

  removeTitle: (name: string) => `Nachrichten von ${name} löschen?`,
  removeHint: 'Sie verschwinden für alle, in den Kanälen, in denen du Nachrichten löschen darfst.',
  since: 'Gesendet in den letzten',
  sinceFor: { hour: '60 Minuten', day: '24 Stunden', week: '7 Tagen' },
  counting: 'Die Nachrichten werden gezählt…',
  notCounted: 'Die Nachrichten ließen sich nicht zählen.',
  count: (n: number) =>
    n === 0
      ? 'Es gibt keine solchen Nachrichten.'
      : `Das löscht ${plural(n, { one: 'Nachricht', other: 'Nachrichten' })}.`,
  removed: (n: number, name: string) =>
    n === 1 ? `1 Nachricht von ${name} wurde gelöscht.` : `${number(n)} Nachrichten von ${name} wurden gelöscht.`,
};
