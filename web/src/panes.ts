/** The panes around the messages. On a narrow screen they lie over the messages or replace them. */

import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { somethingIsOpen } from '#web/ui/open-floats.ts';
import type { Pane, Whereabouts } from '#web/whereabouts.ts';

const OVERLAID = '(max-width: 1000px)';

export const membersToggle = ({ platform }: Client, where: Whereabouts) => {
  const [wanted, setWanted] = createSignal(platform.keepsakes.read('members') !== 'hidden');
  const narrow = matchMedia(OVERLAID);
  const [overlaid, setOverlaid] = createSignal(narrow.matches);
  const changed = () => setOverlaid(narrow.matches);
  narrow.addEventListener('change', changed);
  onCleanup(() => narrow.removeEventListener('change', changed));
  const toggle = (): void => {
    if (overlaid()) {
      where.setPane((now) => (now === 'members' ? 'messages' : 'members'));
      return;
    }
    platform.keepsakes.write('members', wanted() ? 'hidden' : 'shown');
    setWanted(!wanted());
  };
  const shown = () => (overlaid() ? where.pane() === 'members' : wanted());
  const over = () => overlaid() && shown();
  closeFromOutside(over, () => where.setPane('messages'));
  return { wanted, overlaid, shown, toggle };
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

/** Selectors of the first focus of each pane, the best first. */
const STARTS: { readonly [P in Pane]: ReadonlyArray<string> } = {
  channels: ['.channels [aria-current]', '.channels button'],
  messages: ['#messages'],
  members: ['.members button'],
};

/** Moves the focus to the pane that is shown. A hidden pane would lose the focus of a keyboard user. */
export const keepFocusIn = (pane: () => Pane): void => {
  createEffect(
    on(
      pane,
      (now) => {
        const at = document.activeElement;
        queueMicrotask(() => {
          if (at?.checkVisibility() !== false) return;
          const starts = STARTS[now].map((start) => document.querySelector<HTMLElement>(start));
          starts.find((start) => start !== null)?.focus();
        });
      },
      { defer: true },
    ),
  );
};
