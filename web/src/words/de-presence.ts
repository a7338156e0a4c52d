/** The German texts of presence and typing. */

import type { Words } from '#web/words/words.ts';

const named = new Intl.ListFormat('de');

export const presenceWords: Pick<Words, 'presence' | 'typing'> = {
  presence: {
    online: 'Online',
    idle: 'Abwesend',
    dnd: 'Bitte nicht stören',
    invisible: 'Unsichtbar',
    offline: 'Offline',
    chosen: (status) => `${status} (jetzt)`,
    menu: (user, status) => `${user}, ${status}: Status ändern`,
    write: 'Eigenen Status setzen',
    clear: 'Eigenen Status entfernen',
    text: 'Status',
    invalid: 'Ein Status ist eine Zeile ohne unsichtbare Zeichen.',
    clearAfter: 'Entfernen nach',
    after: { never: 'Nie', half: '30 Minuten', hour: '1 Stunde', four: '4 Stunden', today: 'Heute' },
  },
  typing: {
    somebody: 'Jemand',
    several: 'Mehrere schreiben',
    said: (names) =>
      names.length === 0 ? '' : `${named.format(names)} ${names.length === 1 ? 'schreibt' : 'schreiben'}`,
  },
};
