/** Everything that a user can do about their own account and this device, once for the account menu and the palette. */

import type { DialogRoute } from '#web/layers.ts';
import type { Shortcuts } from '#web/shortcuts/shortcuts.ts';
import type { MenuEntry } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

export const accountMenu = (user: {
  readonly show: (dialog: DialogRoute) => void;
  readonly logOut: () => void;
  readonly shortcuts: Shortcuts;
}): ReadonlyArray<MenuEntry> => {
  const { show, shortcuts } = user;
  return [
    {
      icon: 'bell',
      name: words.inbox.open,
      keys: shortcuts.shown('inbox'),
      choose: () => show({ kind: 'inbox' }),
    },
    { icon: 'bookmark', name: words.inbox.saved, choose: () => show({ kind: 'saved' }) },
    { icon: 'bell', name: words.notify.all, choose: () => show({ kind: 'notifications' }) },
    {
      icon: 'sliders',
      name: words.user.appearance,
      keys: shortcuts.shown('settings'),
      choose: () => show({ kind: 'appearance' }),
    },
    { icon: 'device', name: words.user.sessions, choose: () => show({ kind: 'sessions' }) },
    {
      icon: 'keyboard',
      name: words.user.shortcuts,
      keys: shortcuts.shown('help'),
      choose: () => show({ kind: 'shortcuts' }),
    },
    'divider',
    { icon: 'door', name: words.user.logOut, choose: () => user.logOut() },
  ];
};
