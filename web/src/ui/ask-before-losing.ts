import { createEffect, onCleanup } from 'solid-js';

/** Lets the browser ask before it closes a page on which something would be lost. */
export const askBeforeLosing = (holds: () => boolean): void => {
  createEffect(() => {
    if (!holds()) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
};
