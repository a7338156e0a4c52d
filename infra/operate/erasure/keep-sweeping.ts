import { HOUR_MS } from '#domain/kernel/units.ts';
import type { ErasureProgress } from '#infra/keys/ports/key-vault.ts';
import type { SweepTally } from './sweep.ts';

/** Milliseconds between two sweeps. A text may outlive its time by as much. */
const SWEEP_EVERY_MS = 1 * HOUR_MS;

/** Hears how each sweep ended. */
export type SweepWatch<Tally = SweepTally> = {
  readonly swept: (tally: Tally) => void;
  readonly failed: (error: unknown) => void;
};

/** Erasure progress, with a record of it outside the vault. */
export type RecordedProgress = ErasureProgress & {
  /** Tells whether the vault knows of fewer erasures than the record: it was restored from an older backup. */
  readonly isBehind: () => Promise<boolean>;
};

/** Writes the record after the vault, so that the record alone is never ahead without a cause. */
export const recordedProgress = (
  progress: ErasureProgress,
  record: Pick<ErasureProgress, 'through' | 'reached'>,
): RecordedProgress => ({
  through: progress.through,
  reached: async (kind, position) => {
    await progress.reached(kind, position);
    await record.reached(kind, position);
  },
  isBehind: async () => {
    for (const kind of ['authors', 'others'] as const)
      if ((await progress.through(kind)) < (await record.through(kind))) return true;
    return false;
  },
});

/**
 * Sweeps now and then every hour. A sweep that fails is tried again an hour later.
 * @returns a function that ends the running sweep and all later ones.
 */
export const keepSweeping = <Tally>(
  sweep: (signal: AbortSignal) => Promise<Tally>,
  watch: SweepWatch<Tally>,
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
