import { setTimeout as sleep } from 'node:timers/promises';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';

/** Calls to the owner. Postgres is away, is back, or was taken over by another server, which ends the owner. */
export type Watch = {
  readonly away: (why: string) => void;
  readonly back: () => void;
  readonly lost: (why: string) => void;
};

/** Error of a data folder that another live server owns. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/** Ownership of Postgres. `gone` resolves when the owner's connection ends: Postgres is away, or soon will be. */
export type Ownership = { readonly gone: Promise<void> };

/** How a supervision ended. After `started again` Postgres may run although it was stopped before. */
export type SupervisionEnd = 'gone' | 'started again' | 'lost';

const PAUSES = { firstMs: 100, longestMs: 5_000 };

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Tries until Postgres is back. Undefined when `stopping` aborts or another server took Postgres over. */
const ownAgain = async (
  own: () => Promise<Ownership>,
  watch: Watch,
  stopping: AbortSignal,
): Promise<Ownership | undefined> => {
  const pauses = backOff(PAUSES);
  const attempt = async (): Promise<Ownership | undefined> => {
    try {
      return await own();
    } catch (error) {
      if (!(error instanceof AlreadyRunning)) throw error;
      watch.lost(error.message);
      return undefined;
    }
  };
  const failed = (error: unknown): void => watch.away(error instanceof Error ? error.message : String(error));
  await pause(pauses.next(), stopping);
  if (stopping.aborted) return undefined;
  try {
    return await keepTrying(attempt, { pauses, pause, signal: stopping, failed });
  } catch (error) {
    if (stopping.aborted) return undefined;
    throw error;
  }
};

/** Owns Postgres again whenever it was away, until `stopping` aborts or another server took it. */
export const supervise = async (
  own: () => Promise<Ownership>,
  first: Ownership,
  watch: Watch,
  stopping: AbortSignal,
): Promise<SupervisionEnd> => {
  for (let held = first; ; ) {
    await held.gone;
    if (stopping.aborted) return 'gone';
    watch.away('the connection to Postgres closed');
    const again = await ownAgain(own, watch, stopping);
    // The stop found no Postgres, if it was not back yet, so its end would never come.
    if (stopping.aborted) return 'started again';
    if (again === undefined) return 'lost';
    watch.back();
    held = again;
  }
};
