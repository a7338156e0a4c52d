/** Waits for two clients of one user to hold the same facts of those that are told once a second. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ReducingClient } from './reducing-client.ts';

const SURELY_MS = 30_000;
const LOOK_EVERY_MS = 10;

/**
 * Resolves once the numbers of unread messages and the presences agree, or after a time in which they surely would have.
 * The caller compares the states.
 */
export const toldOnceASecondAgrees = async (
  ...clients: ReadonlyArray<Pick<ReducingClient, 'state'>>
): Promise<void> => {
  const agree = (): boolean => {
    const [first, ...others] = clients.map(({ state }) => ({ unread: state().unread, presences: state().presences }));
    return others.every((facts) => isDeepStrictEqual(facts, first));
  };
  for (const until = performance.now() + SURELY_MS; !agree() && performance.now() < until; ) await pause(LOOK_EVERY_MS);
};
