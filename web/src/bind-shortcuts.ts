/** Binds the shortcuts of the chat screen to what they do. The composer binds its own. */

import type { DialogRoute } from '#web/layers.ts';
import { listenForShortcuts, onShortcut, useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { nextRegion } from '#web/ui/regions.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

const inSearchBox = (): boolean => document.activeElement?.closest('search') != null;

export const bindShortcuts = (screen: {
  readonly where: Whereabouts;
  readonly show: (dialog: DialogRoute) => void;
  readonly openSearch: () => void;
  readonly toggleMembers: () => void;
}): void => {
  const { where, show } = screen;
  listenForShortcuts(useShortcuts());
  onShortcut('palette', () => show({ kind: 'palette' }));
  onShortcut('help', () => show({ kind: 'shortcuts' }));
  onShortcut('inbox', () => show({ kind: 'inbox' }));
  onShortcut('settings', () => show({ kind: 'appearance' }));
  // A second press inside the search box opens the browser's own search of the page.
  onShortcut('search', () => (inSearchBox() ? false : screen.openSearch()));
  onShortcut('members', screen.toggleMembers);
  onShortcut('previousChannel', () => where.stepChannel(-1));
  onShortcut('nextChannel', () => where.stepChannel(1));
  onShortcut('previousGuild', () => where.stepGuild(-1));
  onShortcut('nextGuild', () => where.stepGuild(1));
  onShortcut('lastGuild', () => where.goBackToGuild(1));
  onShortcut('guildBeforeLast', () => where.goBackToGuild(2));
  onShortcut('back', () => history.back());
  onShortcut('forward', () => history.forward());
  onShortcut('nextRegion', () => nextRegion(1));
  onShortcut('previousRegion', () => nextRegion(-1));
};
