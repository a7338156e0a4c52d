/** The English texts of the settings of the user. */

export const settings = {
  order: {
    moved: (guild: string, place: number, of: number) => `${guild} is number ${place} of ${of}.`,
    stays: 'It stays where it is.',
    notMoved: (why: string) => `The order was not saved. ${why}`,
  },

  rules: {
    title: (place: string) => `Notifications of ${place}`,
    level: 'Notify me of',
    inherited: (level: string) => `Inherited: ${level}`,
    levels: { all: 'All messages', mentions: 'Mentions of me', none: 'Nothing' },
    mute: 'Mute',
    muteHint: 'A muted place does not notify and does not stand out. Its mentions still count.',
    mutedUntil: (when: string) => `Muted until ${when}`,
    mutes: {
      off: 'Not muted',
      quarter: 'For 15 minutes',
      hour: 'For an hour',
      eight: 'For eight hours',
      day: 'For a day',
      good: 'Until I end it',
    },
    suppressEveryone: 'Ignore @everyone and @here',
    suppressRoles: 'Ignore mentions of roles',
    suppressHint: 'They neither notify nor count as mentions. The inbox still lists them.',
    muted: (place: string) => `${place} is muted`,
    unmuted: (place: string) => `${place} is no longer muted`,
    chooseTime: 'For a time only',
    notKept: (why: string) => `This was not saved. ${why}`,
  },

  notifications: {
    title: 'Notifications',
    ask: 'This browser can notify you of messages while you do something else.',
    allow: 'Allow notifications',
    denied:
      'This browser blocks the notifications of this page. Allow them in its settings for the page, and reload the page.',
    missing: 'This browser has no notifications.',
    here: 'Notify me on this device',
    hereHint: 'Not while you look at the channel, and not while you do not want to be disturbed.',
    sound: 'Sound',
    soundHint: 'Two short tones with each notification, on all your devices.',
  },

  quiet: {
    on: 'Quiet hours',
    hint: (zone: string) => `Nothing notifies you in these hours. The times hold in the time zone ${zone}.`,
    shown: 'Show others that I do not want to be disturbed',
    shownHint: 'They see it during these hours. If you are invisible, you stay invisible.',
    from: 'From',
    until: 'Until',
    days: 'On these days',
  },
} as const;
