import { createEffect, onCleanup } from 'solid-js';
import type { ClientState } from '#web/store/state.ts';

/** True while the server has not acknowledged some message, edit or reaction. */
export const holdsUnsent = ({ unconfirmed, changes }: Pick<ClientState, 'unconfirmed' | 'changes'>): boolean =>
  [...unconfirmed, ...changes].some(({ status }) => status !== 'acknowledged');

/** Lets the browser ask before it closes a page with unsent messages or unsaved changes. */
export const askBeforeLosing = (unsent: () => boolean): void => {
  createEffect(() => {
    if (!unsent()) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
};
