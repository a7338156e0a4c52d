/** The German texts of the ways to act: profiles, the palette and the shortcuts. */

import type { Words } from '#web/words/words.ts';

export const acts: Pick<Words, 'profile' | 'palette' | 'shortcuts'> = {
  profile: {
    copyName: 'Namen kopieren',
    copyId: 'ID der Person kopieren',
  },

  palette: {
    title: 'Springen zu',
    placeholder: 'Ort, Person oder Aktion',
  },

  shortcuts: {
    keys: {
      Mod: 'Strg',
      Shift: 'Umschalt',
      Alt: 'Alt',
      ContextMenu: 'Menütaste',
      Escape: 'Esc',
      Space: 'Leertaste',
      PageUp: 'Bild ↑',
      PageDown: 'Bild ↓',
      Delete: 'Entf',
      Insert: 'Einfg',
      Home: 'Pos1',
      End: 'Ende',
    },
  },
};
