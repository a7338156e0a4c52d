import { setTimeout as pause } from 'node:timers/promises';

/** What the owner is told: Postgres went away, is back, or was taken over by another server (the owner must end). */
export type Watch = {
  readonly away: (why: string) => void;
  readonly back: () => void;
  readonly lost: (why: string) => void;
};

/** Another live server owns this data folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/** `gone` resolves when the owner's connection ends, which is when Postgres is away, or soon will be. */
export type Ownership = { readonly gone: Promise<void> };

/** What is left to do for whoever stops: `started again` when Postgres may run although it was stopped before. */
export type Ending = 'gone' | 'started again' | 'lost';

const BACK_OFF_FIRST_MS = 100;
const BACK_OFF_MAX_MS = 5_000;

/** Tries until Postgres is back; `undefined` when we are stopping or another server took it. */
const ownAgain = async (
  own: () => Promise<Ownership>,
  watch: Watch,
  stopping: AbortSignal,
): Promise<Ownership | undefined> => {
  for (let wait = BACK_OFF_FIRST_MS; ; wait = Math.min(wait * 2, BACK_OFF_MAX_MS)) {
    await pause(wait, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return undefined;
    try {
      return await own();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!(error instanceof AlreadyRunning)) watch.away(why);
      else {
        watch.lost(why);
        return undefined;
      }
    }
  }
};

/** Owns Postgres again whenever it was away, until we are stopping or another server took it. */
export const supervise = async (
  own: () => Promise<Ownership>,
  first: Ownership,
  watch: Watch,
  stopping: AbortSignal,
): Promise<Ending> => {
  for (let held = first; ; ) {
    await held.gone;
    if (stopping.aborted) return 'gone';
    watch.away('the connection to Postgres closed');
    const again = await ownAgain(own, watch, stopping);
    // Whoever stops has found nothing to stop, if it was not there yet: its end would be waited for in vain.
    if (stopping.aborted) return 'started again';
    if (again === undefined) return 'lost';
    watch.back();
    held = again;
  }
};
