import { HOUR_MS } from '#domain/kernel/units.ts';
import type { SweepTally } from './sweep.ts';

/** Milliseconds between two sweeps. A text may outlive its time by as much. */
const SWEEP_EVERY_MS = 1 * HOUR_MS;

/** Hears how each sweep ended. */
export type SweepWatch = {
  readonly swept: (tally: SweepTally) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Sweeps now and then every hour. A sweep that fails is tried again an hour later.
 * @returns a function that ends the running sweep and all later ones.
 */
export const keepSweeping = (
  sweep: (signal: AbortSignal) => Promise<SweepTally>,
  watch: SweepWatch,
  everyMs = SWEEP_EVERY_MS,
): (() => Promise<void>) => {
  const stop = new AbortController();
  const once = () => sweep(stop.signal).then(watch.swept, watch.failed);
  let running = once();
  const timer = setInterval(() => {
    running = running.then(once);
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    stop.abort();
    return running;
  };
};
