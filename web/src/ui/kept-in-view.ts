import { createEffect } from 'solid-js';

/** Scrolls the open entry of a list into view whenever another entry opens. */
export const keepInView = (list: () => HTMLElement | undefined, open: () => string | null): void => {
  createEffect(() => {
    if (open() === null) return;
    // The list marks the open entry later in this turn.
    queueMicrotask(() => list()?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
  });
};
