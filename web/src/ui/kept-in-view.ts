import { createEffect } from 'solid-js';

/** In a list longer than its place, what is open is in view, however one came there. */
export const keepInView = (list: () => HTMLElement | undefined, open: () => string | null): void => {
  createEffect(() => {
    if (open() === null) return;
    // The list marks it in the same turn.
    queueMicrotask(() => list()?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
  });
};
