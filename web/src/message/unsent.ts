import { createEffect, onCleanup } from 'solid-js';
import type { ClientState } from '#web/store/state.ts';

/** True while the server has not acknowledged some message. */
export const holdsUnsent = ({ unconfirmed }: Pick<ClientState, 'unconfirmed'>): boolean =>
  unconfirmed.some(({ status }) => status !== 'acknowledged');

/** Lets the browser ask before it closes a page with unsent messages. */
export const askBeforeLosing = (unsent: () => boolean): void => {
  createEffect(() => {
    if (!unsent()) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
};
