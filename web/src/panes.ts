/** The panes beside the messages: the members, the search and a thread. Where they lie over the messages, Back closes them. */

import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import { askThreadParts } from '#web/message/threads/later-threads.ts';
import type { Keepsakes, Platform } from '#web/platform/platform.ts';
import type { Router } from '#web/router.ts';
import type { Screen } from '#web/screen.ts';
import { somethingIsOpen } from '#web/ui/open-floats.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

/** True unless the user hid the member list on this device. */
export const membersWantedIn = (keepsakes: Keepsakes): boolean => keepsakes.read('members') !== 'hidden';

/**
 * On a wide screen the member list is a column that the user shows or hides, and no layer. It is a layer while `covers`
 * is true, because it has no column of its own then.
 */
export const membersToggle = (platform: Platform, router: Router, covers: Accessor<boolean>) => {
  const [wanted, setWanted] = createSignal(membersWantedIn(platform.keepsakes));
  const over = () => covers() && router.layers().pane === 'members';
  const close = () => router.closePane('members');
  const toggle = (): void => {
    if (covers()) {
      if (over()) close();
      else router.openPane('members');
      return;
    }
    platform.keepsakes.write('members', wanted() ? 'hidden' : 'shown');
    setWanted(!wanted());
  };
  closeFromOutside(over, close);
  return { wanted, shown: () => (covers() ? over() : wanted()), toggle };
};

/**
 * The column of the thread beside the messages. On a small screen the thread takes their place. The column holds the search
 * instead while it is shown, and on a screen that is not roomy the members lie over it.
 */
export const threadColumn = (where: Pick<Whereabouts, 'thread'>, screen: Screen, searching: Accessor<boolean>) => {
  // The parts of threads are loaded with the first open thread. The messages stay until then.
  const parts = createMemo(() => (where.thread() === null ? undefined : askThreadParts()));
  const shown = () => (searching() && !screen.overlaid() ? undefined : parts());
  return {
    /** The parts that draw the thread. Undefined while none is shown. */
    shown,
    alone: () => screen.overlaid() && parts() !== undefined,
    /** True while the members have no column of their own. */
    coversMembers: () => screen.overlaid() || (shown() !== undefined && !screen.roomy()),
  };
};

/** Opens and closes the search. Closing it moves the focus back to the element that had it before. */
export const searchToggle = (router: Router, possible: () => boolean) => {
  const shown = () => router.layers().pane === 'search' && possible();
  let before: HTMLElement | null = null;
  const open = (): void => {
    if (!possible()) return;
    if (shown()) {
      document.querySelector<HTMLInputElement>('.search-input')?.select();
      return;
    }
    before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    router.openPane('search');
  };
  const close = (): void => {
    const inside = document.activeElement?.closest('.search') != null;
    router.closePane('search');
    if (!inside) return;
    const back = before?.isConnected === true && before !== document.body ? before : null;
    (back ?? document.querySelector<HTMLElement>('.composer textarea'))?.focus();
  };
  return { shown, open, close, toggle: () => (shown() ? close() : open()) };
};

/** Closes the pane over the messages on Escape, or on a press outside the pane. */
const closeFromOutside = (over: () => boolean, close: () => void): void => {
  createEffect(() => {
    if (!over()) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || somethingIsOpen()) return;
      event.stopPropagation();
      close();
    };
    const pointed = ({ target }: Event): void => {
      // The channel head holds the button that toggles the pane.
      if (target instanceof Element && target.closest('.members, .channel-head, dialog') === null) close();
    };
    document.addEventListener('keydown', pressed, true);
    document.addEventListener('pointerdown', pointed);
    onCleanup(() => {
      document.removeEventListener('keydown', pressed, true);
      document.removeEventListener('pointerdown', pointed);
    });
  });
};
