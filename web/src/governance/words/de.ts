/** The German texts of governance. */

import { audit } from '#web/governance/words/de-audit.ts';
import { channels } from '#web/governance/words/de-channels.ts';
import { members } from '#web/governance/words/de-members.ts';
import type { GovernWords } from '#web/governance/words/govern-words.ts';
import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('de');

export const govern: GovernWords = {
  title: (guild: string) => `Einstellungen von ${guild}`,
  back: 'Alle Einstellungen',
  section: 'Bereich',
  sections: {
    overview: 'Überblick',
    roles: 'Rollen',
    members: 'Mitglieder',
    channels: 'Kanäle',
    invites: 'Einladungen',
    bans: 'Sperren',
    audit: 'Protokoll',
    danger: 'Gefahrenzone',
  },
  groups: { community: 'Community', people: 'Personen', records: 'Aufzeichnungen' },

  unsaved: {
    says: 'Deine Änderungen sind nicht gespeichert.',
    reset: 'Zurücksetzen',
    save: 'Speichern',
    stays: 'Speichere die Änderungen oder setze sie zurück.',
    saved: 'Gespeichert',
  },
  reason: {
    label: 'Grund (freiwillig)',
    hint: 'Das Protokoll zeigt ihn der Moderation.',
    readBy: {
      removed: 'Das Protokoll zeigt ihn der Moderation. Wer entfernt oder gesperrt wird, sieht ihn auch.',
      members: 'Die Mitglieder, die gerade online sind, können ihn lesen.',
    },
  },
  moment: {
    today: (time: string) => `heute, ${time}`,
    tomorrow: (time: string) => `morgen, ${time}`,
  },
  undo: 'Rückgängig',
  undone: 'Zurückgenommen',
  undoTime: (days: number | null) => {
    if (days === null) return 'Du kannst das eine Zeit lang zurücknehmen, auch aus dem Protokoll.';
    if (days === 0) return 'Du kannst das nicht zurücknehmen.';
    return `Du kannst das ${plural(days, { one: 'Tag', other: 'Tage' })} lang zurücknehmen, auch aus dem Protokoll.`;
  },
  notUndone: (why: string) => `Das lässt sich nicht zurücknehmen: ${why}`,

  overview: {
    name: 'Name',
    nameHint: 'Alle sehen ihn in der Liste der Communities.',
    facts: (members: number) => plural(members, { one: 'Mitglied', other: 'Mitglieder' }),
    noRight: 'Du kannst diese Einstellungen ansehen, aber nicht ändern.',
  },

  roles: {
    lead: 'Eine Rolle gibt ihren Mitgliedern ihre Rechte. Sie wirkt nur auf Rollen unter ihr.',
    create: 'Rolle erstellen',
    newName: 'neue Rolle',
    all: 'Rollen, die höchste zuerst',
    everyone: 'Alle',
    everyoneHint: 'Jedes Mitglied hat diese Rechte.',
    members: (n: number) => plural(n, { one: 'Mitglied', other: 'Mitglieder' }),
    higher: 'Diese Rolle steht so hoch wie deine oder höher. Du kannst sie nicht ändern.',
    name: 'Name der Rolle',
    color: 'Farbe der Namen',
    noColor: 'Keine Farbe',
    otherColor: 'Andere Farbe',
    colorHint: 'Schwer lesbare Namen werden heller oder dunkler gezeichnet.',
    hoist: 'Ihre Mitglieder in der Liste getrennt zeigen',
    mentionable: 'Alle dürfen diese Rolle erwähnen',
    permissions: 'Rechte',
    search: 'Recht suchen',
    noneFound: 'Kein Recht heißt so.',
    lacking: 'Du hast dieses Recht nicht und kannst es nicht vergeben.',
    administratorHint: 'Mit diesem Recht darf ein Mitglied alles, in jedem Kanal. Gib es wenigen.',
    clear: 'Alle abschalten',
    remove: 'Rolle löschen',
    removeAsk: (role: string, members: number) =>
      `Die Rolle ${role} löschen? ${plural(members, { one: 'Mitglied verliert', other: 'Mitglieder verlieren' })} ihre Rechte.`,
    removed: (role: string) => `Die Rolle ${role} wurde gelöscht.`,
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    drag: (role: string) => `Rolle ${role} verschieben`,
    moved: (role: string, place: number, of: number) => `${role} ist jetzt ${number(place)} von ${number(of)}.`,
    none: 'Diese Community hat noch keine Rollen. Erstelle eine, um Personen mehr Rechte zu geben.',
  },

  whatIf: {
    title: 'Was sich ändert',
    nothing: 'Niemand sieht mehr oder weniger Kanäle.',
    gains: (people: number, channel: string) =>
      `${plural(people, { one: 'Person sieht', other: 'Personen sehen' })} neu ${channel}`,
    loses: (people: number, channel: string) =>
      `${plural(people, { one: 'Person sieht', other: 'Personen sehen' })} nicht mehr ${channel}`,
    more: (n: number) => `und ${number(n)} weitere`,
    unknown: 'Die Folgen ließen sich nicht berechnen. Speichern geht trotzdem.',
  },

  channels,
  writing: {
    mayNot: 'Du kannst diesen Kanal lesen, aber nicht darin schreiben.',
    locked: 'Dieser Kanal ist gesperrt. Du kannst ihn lesen, aber nur manche Mitglieder dürfen schreiben.',
    timedOut: (until: string) => `Du hast eine Auszeit bis ${until}. Du kannst lesen, aber nicht schreiben.`,
    lockdown: (until: string | null) =>
      until === null
        ? 'Die Moderation hat diese Community abgeriegelt. Neue Mitglieder dürfen danach schreiben.'
        : `Die Moderation hat diese Community bis ${until} abgeriegelt. Neue Mitglieder dürfen danach schreiben.`,
    slow: (every: string) => `Langsamer Modus: eine Nachricht je ${every}`,
    wait: (clock: string) => `Langsamer Modus: senden in ${clock}`,
  },

  members,
  messages: {
    selecting: 'Ausgewählte Nachrichten',
    selected: (n: number) =>
      n === 0
        ? 'Wähle die Nachrichten zum Löschen'
        : plural(n, { one: 'Nachricht ausgewählt', other: 'Nachrichten ausgewählt' }),
    keys: 'Klick oder Leertaste wählt aus, Umschalt wählt bis dahin aus.',
    full: (n: number) => `Auf einmal gehen höchstens ${number(n)} Nachrichten.`,
    remove: 'Löschen',
    cancel: 'Abbrechen',
    removeTitle: (n: number) => `${plural(n, { one: 'Nachricht', other: 'Nachrichten' })} löschen?`,
    removeHint: 'Sie verschwinden für alle.',
    ownForGood: (n: number) =>
      n === 1
        ? '1 davon ist deine eigene und lässt sich nicht zurückholen.'
        : `${number(n)} davon sind deine eigenen und lassen sich nicht zurückholen.`,
    removed: (n: number) => (n === 1 ? '1 Nachricht wurde gelöscht.' : `${number(n)} Nachrichten wurden gelöscht.`),
    removedOf: (name: string) => `Die Nachricht von ${name} wurde gelöscht.`,
  },

  invites: {
    lead: 'Jede Einladung lässt Personen ein, bis sie endet. Beende eine, die an die Falschen ging.',
    none: 'Keine Einladung ist offen. Mitglieder mit dem Recht erstellen sie im Menü der Community.',
    by: (name: string) => `Von ${name}`,
    madeAt: (when) => `erstellt: ${when}`,
    uses: (n: number, max: number | null) =>
      max === null ? `${number(n)}-mal benutzt` : `${number(n)} von ${number(max)}-mal benutzt`,
    expires: (when: string) => `endet: ${when}`,
    never: 'endet nie',
    revoke: 'Beenden',
    revokeTitle: (name: string) => `Die Einladung von ${name} beenden?`,
    revokeForGood:
      'Sie lässt niemanden mehr herein, und du kannst das nicht zurücknehmen. Du kannst eine neue Einladung erstellen.',
    revokeOf: (name: string, terms: string) => `Die Einladung von ${name} beenden: ${terms}`,
    revoked: 'Die Einladung wurde beendet.',
  },

  bans: {
    lead: 'Wer gesperrt ist, kommt mit keiner Einladung zurück.',
    none: 'Niemand ist gesperrt.',
    by: (name: string) => `von ${name}`,
    noReason: 'Ohne Angabe eines Grundes.',
    lift: 'Aufheben',
    liftOf: (name: string) => `Die Sperre von ${name} aufheben`,
    lifted: (name: string) => `${name} kann mit einer Einladung zurückkommen.`,
    more: 'Mehr zeigen',
    search: 'Gesperrte Person suchen',
  },

  danger: {
    lockdown: 'Abriegelung',
    lockdownLead:
      'Dann wirkt keine Einladung, und niemand kommt hinzu. Neue Mitglieder dürfen auf Wunsch nicht schreiben.',
    lockdownOn: (until: string | null) =>
      until === null ? 'Abgeriegelt, bis du es beendest.' : `Abgeriegelt bis ${until}.`,
    begin: 'Abriegeln',
    end: 'Abriegelung beenden',
    began: 'Die Community ist abgeriegelt.',
    ended: 'Die Abriegelung ist beendet.',
    lasts: 'Sie endet',
    lastsFor: {
      hour: 'in einer Stunde',
      sixHours: 'in sechs Stunden',
      day: 'in einem Tag',
      week: 'in einer Woche',
      open: 'wenn ich sie beende',
    },
    newcomers: 'Nicht schreiben dürfen',
    newcomersFor: {
      none: 'niemand',
      hour: 'Neue der letzten Stunde',
      day: 'Neue des letzten Tages',
      week: 'Neue der letzten Woche',
    },
    owner: 'Eigentum übergeben',
    ownerLead: 'Die neue Person darf alles, auch dir gegenüber. Du bleibst Mitglied mit deinen Rollen.',
    newOwner: 'Neue Person',
    choose: 'Mitglied wählen',
    password: 'Dein Passwort',
    handOver: 'Übergeben',
    handedOver: (name: string) => `${name} gehört diese Community jetzt.`,
    remove: 'Community löschen',
    removeLead: 'Alle Kanäle und Nachrichten sind für alle verloren. Niemand kann sie zurückholen.',
    removeTitle: (name: string) => `${name} löschen?`,
    removeCounting: 'Kanäle, Nachrichten und Mitglieder werden gezählt…',
    removeNotCounted: 'Alle Kanäle und Nachrichten verschwinden für alle. Sie ließen sich nicht zählen.',
    removeCounts: (channels: number, messages: number, more: boolean, members: number) =>
      `${plural(channels, { one: 'Kanal', other: 'Kanäle' })} und ${more ? 'mehr als ' : ''}${plural(messages, { one: 'Nachricht', other: 'Nachrichten' })} verschwinden, und ${plural(members, { one: 'Mitglied verliert', other: 'Mitglieder verlieren' })} die Community.`,
    removeForGood: 'Niemand kann sie zurückholen.',
    removeType: (name: string) => `Gib zur Bestätigung ${name} ein`,
    leave: 'Community verlassen',
    leaveLead: 'Du brauchst eine neue Einladung, um zurückzukommen.',
  },

  audit,

  permission: {
    view_channel: ['Kanäle sehen', 'Kanäle und ihre Mitglieder sehen.'],
    read_message_history: ['Verlauf lesen', 'Lesen, was vorher gesagt wurde.'],
    send_messages: ['Nachrichten senden', 'In Textkanälen schreiben.'],
    embed_links: ['Vorschau von Links', 'Links zeigen eine Vorschau.'],
    attach_files: ['Dateien anhängen', 'Dateien und Bilder senden.'],
    add_reactions: ['Reaktionen hinzufügen', 'Mit einem Emoji reagieren, das noch niemand benutzt hat.'],
    mention_everyone: ['Alle erwähnen', 'Mit einer Nachricht alle benachrichtigen.'],
    manage_messages: ['Nachrichten verwalten', 'Löschen, was andere geschrieben haben.'],
    manage_channels: ['Kanäle verwalten', 'Kanäle erstellen, ändern, ordnen und löschen.'],
    manage_roles: ['Rollen verwalten', 'Niedrigere Rollen und die Rechte in Kanälen ändern.'],
    manage_guild: ['Community verwalten', 'Namen ändern, Einladungen beenden, abriegeln.'],
    create_invite: ['Einladen', 'Neue Personen einlassen.'],
    kick_members: ['Mitglieder entfernen', 'Mitglieder entfernen, die mit neuer Einladung zurückkommen dürfen.'],
    ban_members: ['Mitglieder sperren', 'Personen dauerhaft entfernen und die Liste der Sperren sehen.'],
    moderate_members: ['Auszeiten geben', 'Mitglieder eine Zeit lang nicht schreiben lassen.'],
    view_audit_log: ['Protokoll sehen', 'Sehen, wer was geändert hat.'],
    change_nickname: ['Eigenen Spitznamen ändern', 'In dieser Community anders heißen.'],
    manage_nicknames: ['Spitznamen verwalten', 'Die Spitznamen anderer ändern.'],
    connect: ['Verbinden', 'Sprachkanälen beitreten.'],
    speak: ['Sprechen', 'In Sprachkanälen gehört werden.'],
    video: ['Video', 'Die Kamera zeigen.'],
    stream: ['Bildschirm teilen', 'Den Bildschirm zeigen.'],
    mute_members: ['Stummschalten', 'Andere in Sprachkanälen stummschalten.'],
    deafen_members: ['Ton abschalten', 'Andere in Sprachkanälen nichts hören lassen.'],
    move_members: ['Verschieben', 'Andere zwischen Sprachkanälen verschieben.'],
    priority_speaker: ['Vorrang beim Sprechen', 'Lauter sein als andere.'],
    manage_webhooks: ['Webhooks verwalten', 'Andere Programme schreiben lassen.'],
    create_threads: ['Threads beginnen', 'Aus einer Nachricht einen Thread beginnen.'],
    send_messages_in_threads: ['In Threads schreiben', 'In Threads antworten.'],
    manage_threads: ['Threads verwalten', 'Threads umbenennen, schließen und löschen.'],
    pin_messages: ['Nachrichten anheften', 'Nachrichten anheften und lösen.'],
    send_polls: ['Umfragen senden', 'Die Mitglieder abstimmen lassen.'],
    administrator: ['Administration', 'Darf alles, in jedem Kanal.'],
  },
  permissionGroups: {
    general: 'Allgemein',
    members: 'Personen',
    text: 'Textkanäle',
    voice: 'Sprachkanäle',
    all: 'Alles',
  },
};
