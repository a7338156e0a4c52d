/** The keyboard shortcuts of the whole page. They do nothing while a dialog is open. */

import { onCleanup } from 'solid-js';
import { nextRegion } from '#web/ui/regions.ts';

export type ShortcutHandlers = {
  readonly showSwitcher: () => void;
  readonly showHelp: () => void;
  readonly showSearch: () => void;
  readonly stepChannel: (by: 1 | -1) => void;
  readonly stepGuild: (by: 1 | -1) => void;
};

const inSearchBox = (): boolean => document.activeElement?.closest('search') != null;

const handlerFor = (event: KeyboardEvent, handlers: ShortcutHandlers): (() => void) | undefined => {
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.key === 'F6') return () => nextRegion(event.shiftKey ? -1 : 1);
  if (ctrl && event.key === 'k') return handlers.showSwitcher;
  // A second press inside the search box opens the browser's own search of the page.
  if (ctrl && event.key === 'f' && !event.shiftKey && !event.altKey)
    return inSearchBox() ? undefined : handlers.showSearch;
  if (ctrl && event.key === '/') return handlers.showHelp;
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return undefined;
  const by = event.key === 'ArrowUp' ? -1 : 1;
  return () => (ctrl ? handlers.stepGuild(by) : handlers.stepChannel(by));
};

export const listenForShortcuts = (handlers: ShortcutHandlers): void => {
  const pressed = (event: KeyboardEvent): void => {
    if (document.querySelector('dialog[open]') !== null) return;
    const handler = handlerFor(event, handlers);
    if (handler === undefined) return;
    event.preventDefault();
    handler();
  };
  document.addEventListener('keydown', pressed);
  onCleanup(() => document.removeEventListener('keydown', pressed));
};
