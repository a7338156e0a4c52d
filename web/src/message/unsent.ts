import { createEffect, onCleanup } from 'solid-js';
import type { ClientState } from '#web/store/state.ts';

/** Whether something was written that the server has not confirmed. */
export const holdsUnsent = ({ outbox }: Pick<ClientState, 'outbox'>): boolean =>
  outbox.some(({ status }) => status !== 'acknowledged');

/** It would be lost with the page, so the browser asks before it leaves. */
export const askBeforeLosing = (unsent: () => boolean): void => {
  createEffect(() => {
    if (!unsent()) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
};
