/** What stands beside the messages where there is room, and over or instead of them where there is not. */

import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { Client } from '#web/client/client.ts';
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
  putAwayFromOutside(over, () => where.setPane('messages'));
  return { wanted, overlaid, shown, toggle };
};

/** What lies over the messages goes at Escape, and when somebody reaches for what is beside it. */
const putAwayFromOutside = (over: () => boolean, putAway: () => void): void => {
  createEffect(() => {
    if (!over()) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || document.querySelector(':popover-open, dialog[open]') !== null) return;
      event.stopPropagation();
      putAway();
    };
    const reached = ({ target }: Event): void => {
      // The button that shows it stands in the head of the channel.
      if (target instanceof Element && target.closest('.members, .channel-head, dialog') === null) putAway();
    };
    document.addEventListener('keydown', pressed, true);
    document.addEventListener('pointerdown', reached);
    onCleanup(() => {
      document.removeEventListener('keydown', pressed, true);
      document.removeEventListener('pointerdown', reached);
    });
  });
};

/** Best first. */
const STARTS: { readonly [P in Pane]: ReadonlyArray<string> } = {
  channels: ['.channels [aria-current]', '.channels button'],
  messages: ['#messages'],
  members: ['.members button'],
};

/** A pane that goes takes the focus with it; whoever uses the keyboard goes on in the one that comes. */
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
