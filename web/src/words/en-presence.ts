/** The English texts of presence and typing. */

const named = new Intl.ListFormat('en');

export const presenceWords = {
  presence: {
    online: 'Online',
    idle: 'Idle',
    dnd: 'Do not disturb',
    invisible: 'Invisible',
    offline: 'Offline',
    /** The choice that holds now, in the list of choices. */
    chosen: (status: string) => `${status} (now)`,
    menu: (user: string, status: string) => `${user}, ${status}: change status`,
    write: 'Set a custom status',
    clear: 'Clear custom status',
    text: 'Status',
    invalid: 'A status is one line, without invisible characters.',
    clearAfter: 'Clear after',
    after: { never: 'Never', half: '30 minutes', hour: '1 hour', four: '4 hours', today: 'Today' },
  },
  typing: {
    somebody: 'Someone',
    several: 'Several people are typing',
    said: (names: ReadonlyArray<string>) =>
      names.length === 0 ? '' : `${named.format(names)} ${names.length === 1 ? 'is' : 'are'} typing`,
  },
};
