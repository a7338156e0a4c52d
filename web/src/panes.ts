/** The panes beside the messages: the members and the search. Where they lie over the messages, Back closes them. */

import { createEffect, createSignal, onCleanup } from 'solid-js';
import type { Keepsakes, Platform } from '#web/platform/platform.ts';
import type { Router } from '#web/router.ts';
import type { Screen } from '#web/screen.ts';
import { somethingIsOpen } from '#web/ui/open-floats.ts';

/** True unless the user hid the member list on this device. */
export const membersWantedIn = (keepsakes: Keepsakes): boolean => keepsakes.read('members') !== 'hidden';

/** On a wide screen the member list is a column that the user shows or hides, and no layer. */
export const membersToggle = (platform: Platform, router: Router, screen: Screen) => {
  const [wanted, setWanted] = createSignal(membersWantedIn(platform.keepsakes));
  const over = () => screen.overlaid() && router.layers().pane === 'members';
  const close = () => router.closePane('members');
  const toggle = (): void => {
    if (screen.overlaid()) {
      if (over()) close();
      else router.openPane('members');
      return;
    }
    platform.keepsakes.write('members', wanted() ? 'hidden' : 'shown');
    setWanted(!wanted());
  };
  closeFromOutside(over, close);
  return { wanted, shown: () => (screen.overlaid() ? over() : wanted()), toggle };
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
