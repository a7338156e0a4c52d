/** The English texts of the ways to act: profiles, the palette and the shortcuts. */

export const acts = {
  profile: {
    copyName: 'Copy name',
    copyId: 'Copy user ID',
  },

  palette: {
    title: 'Jump to',
    placeholder: 'Place, person or action',
  },

  shortcuts: {
    keys: {
      Mod: 'Ctrl',
      Shift: 'Shift',
      Alt: 'Alt',
      ContextMenu: 'Menu key',
      Escape: 'Esc',
      Space: 'Space',
      PageUp: 'Page ↑',
      PageDown: 'Page ↓',
      Delete: 'Del',
      Insert: 'Ins',
      Home: 'Home',
      End: 'End',
    },
  },
} as const;
