/** Waits for two clients of one user to hold the same numbers of unread messages, which are told once a second. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ReducingClient } from './reducing-client.ts';

const SURELY_MS = 30_000;
const LOOK_EVERY_MS = 10;

/** Resolves once the numbers agree, or after a time in which they surely would have. The caller compares the states. */
export const unreadAgrees = async (...clients: ReadonlyArray<Pick<ReducingClient, 'state'>>): Promise<void> => {
  const agree = (): boolean => {
    const [first, ...others] = clients.map(({ state }) => state().unread);
    return others.every((unread) => isDeepStrictEqual(unread, first));
  };
  for (const until = performance.now() + SURELY_MS; !agree() && performance.now() < until; ) await pause(LOOK_EVERY_MS);
};
