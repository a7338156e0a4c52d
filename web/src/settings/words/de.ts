import type { SettingsWords } from '#web/settings/words/settings-words.ts';

/** The German texts of the settings of the user. */
export const settings: SettingsWords = {
  order: {
    moved: (guild, place, of) => `${guild} steht auf Platz ${place} von ${of}.`,
    stays: 'Es bleibt, wo es ist.',
    notMoved: (why) => `Die Reihenfolge wurde nicht gespeichert. ${why}`,
  },

  rules: {
    title: (place) => `Benachrichtigungen von ${place}`,
    level: 'Benachrichtige mich über',
    inherited: (level) => `Übernommen: ${level}`,
    levels: { all: 'Alle Nachrichten', mentions: 'Erwähnungen von mir', none: 'Nichts' },
    mute: 'Stumm schalten',
    muteHint: 'Was stumm ist, benachrichtigt nicht und fällt nicht auf. Erwähnungen zählen weiter.',
    mutedUntil: (when) => `Stumm bis ${when}`,
    mutes: {
      off: 'Nicht stumm',
      quarter: 'Für 15 Minuten',
      hour: 'Für eine Stunde',
      eight: 'Für acht Stunden',
      day: 'Für einen Tag',
      good: 'Bis ich es beende',
    },
    suppressEveryone: '@everyone und @here nicht beachten',
    suppressRoles: 'Erwähnungen von Rollen nicht beachten',
    suppressHint: 'Sie benachrichtigen nicht und zählen nicht als Erwähnung. Der Posteingang zeigt sie weiter.',
    muted: (place) => `${place} ist stumm`,
    unmuted: (place) => `${place} ist nicht mehr stumm`,
    chooseTime: 'Nur für eine Zeit',
    notKept: (why) => `Das wurde nicht gespeichert. ${why}`,
  },

  notifications: {
    title: 'Benachrichtigungen',
    ask: 'Dieser Browser kann dir Nachrichten melden, während du etwas anderes tust.',
    allow: 'Benachrichtigungen erlauben',
    denied:
      'Dieser Browser blockiert die Benachrichtigungen dieser Seite. Erlaube sie in seinen Einstellungen für die Seite, und lade die Seite neu.',
    missing: 'Dieser Browser kennt keine Benachrichtigungen.',
    here: 'Auf diesem Gerät benachrichtigen',
    hereHint: 'Nicht, während du den Kanal ansiehst, und nicht, während du nicht gestört werden willst.',
    sound: 'Ton',
    soundHint: 'Zwei kurze Töne mit jeder Benachrichtigung, auf allen deinen Geräten.',
  },

  quiet: {
    on: 'Ruhezeit',
    hint: (zone) => `In diesen Stunden benachrichtigt dich nichts. Die Zeiten gelten in der Zeitzone ${zone}.`,
    shown: 'Anderen zeigen, dass ich nicht gestört werden will',
    shownHint: 'Sie sehen es in diesen Stunden. Wenn du unsichtbar bist, bleibst du unsichtbar.',
    from: 'Von',
    until: 'Bis',
    days: 'An diesen Tagen',
  },
};
