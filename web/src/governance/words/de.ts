/** The German texts of governance. */

import { audit } from '#web/governance/words/de-audit.ts';
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
    hint: 'Das Protokoll zeigt ihn der Moderation. Wer entfernt oder gesperrt wird, sieht ihn auch.',
  },
  undo: 'Rückgängig',
  undone: 'Zurückgenommen',
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

  channels: {
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
      voice: ['Sprache', 'Anrufe gibt es noch nicht'],
      category: ['Kategorie', 'Eine Überschrift mit Kanälen und eigenen Rechten'],
    },
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
    removeAsk:
      'Alle Nachrichten darin verschwinden für alle. Du kannst das 7 Tage lang zurücknehmen, auch aus dem Protokoll.',
    removeCategoryAsk: (n: number) =>
      n === 0
        ? 'Kein Kanal ist darin. Du kannst das zurücknehmen.'
        : `${plural(n, { one: 'Kanal bleibt', other: 'Kanäle bleiben' })}, ohne Kategorie und mit denselben Rechten. Du kannst das zurücknehmen.`,
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
      'channel-not-viewed': ['', 'Wer den Kanal nicht sieht, darf darin nichts.'],
    },
  },

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

  members: {
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
  },

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
    uses: (n: number, max: number | null) =>
      max === null ? `${number(n)}-mal benutzt` : `${number(n)} von ${number(max)}-mal benutzt`,
    expires: (when: string) => `endet: ${when}`,
    never: 'endet nie',
    revoke: 'Beenden',
    revokeOf: (name: string) => `Die Einladung von ${name} beenden`,
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
