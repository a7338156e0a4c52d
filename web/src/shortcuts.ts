/** The keys that work everywhere. While a dialog is open it has the keyboard to itself. */

import { onCleanup } from 'solid-js';
import { nextRegion } from '#web/ui/regions.ts';

export type ShortcutDeeds = {
  readonly showSwitcher: () => void;
  readonly showHelp: () => void;
  readonly showSearch: () => void;
  readonly stepChannel: (by: 1 | -1) => void;
  readonly stepGuild: (by: 1 | -1) => void;
};

const inSearchBox = (): boolean => document.activeElement?.closest('search') != null;

const deedFor = (event: KeyboardEvent, deeds: ShortcutDeeds): (() => void) | undefined => {
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.key === 'F6') return () => nextRegion(event.shiftKey ? -1 : 1);
  if (ctrl && event.key === 'k') return deeds.showSwitcher;
  // A second press, in the box itself, is left to the browser's own search of the page.
  if (ctrl && event.key === 'f' && !event.shiftKey && !event.altKey)
    return inSearchBox() ? undefined : deeds.showSearch;
  if (ctrl && event.key === '/') return deeds.showHelp;
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return undefined;
  const by = event.key === 'ArrowUp' ? -1 : 1;
  return () => (ctrl ? deeds.stepGuild(by) : deeds.stepChannel(by));
};

export const listenForShortcuts = (deeds: ShortcutDeeds): void => {
  const pressed = (event: KeyboardEvent): void => {
    if (document.querySelector('dialog[open]') !== null) return;
    const deed = deedFor(event, deeds);
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  };
  document.addEventListener('keydown', pressed);
  onCleanup(() => document.removeEventListener('keydown', pressed));
};
