/**
 * Decides when removed text is purged from the files of an index. The index itself only marks removed text and drops it
 * at some later merge, which may be too late for a deleted message.
 * Removals are collected for a while and purged together in the background. A purge may rewrite nearly all of the
 * index. So the next one waits until purging takes only a small share of the time, but never longer than
 * `PURGE_AFTER_MAX_MS`.
 */
import { PURGE_AFTER_MAX_MS, PURGE_AFTER_MS } from '#infra/search/limits.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';

/** Seconds of rest after each second of purging. `PURGE_AFTER_MAX_MS` bounds the rest. */
const REST_FACTOR = 20;

/** Tells whether these changes may remove something from an index. */
export const removes = (changes: ReadonlyArray<IndexOp>): boolean => changes.some(({ op }) => op !== 'put');

export type Purger = {
  /** Reports that something was removed. Its text leaves the files in time. */
  readonly removed: () => void;
  /** Prevents further purges. Resolves when no purge is under way. */
  readonly stop: () => Promise<void>;
};

export const purging = (deps: {
  readonly purge: () => Promise<void>;
  readonly nowMs: () => number;
  /** Calls back once after `ms` milliseconds. Returns a function that cancels the call. */
  readonly after: (ms: number, callback: () => void) => () => void;
  readonly failed: (error: unknown) => void;
}): Purger => {
  let restMs = 0;
  let stopped = false;
  let dirty = false;
  let takeBack: (() => void) | undefined;
  let underWay: Promise<void> | undefined;

  const schedule = (ms: number): void => {
    if (stopped) return;
    takeBack ??= deps.after(ms, () => {
      takeBack = undefined;
      underWay = run();
    });
  };
  const run = async (): Promise<void> => {
    const began = deps.nowMs();
    dirty = false;
    try {
      await deps.purge();
      restMs = REST_FACTOR * (deps.nowMs() - began);
    } catch (error) {
      dirty = true;
      deps.failed(error);
    }
    underWay = undefined;
    if (dirty) schedule(waitMs());
  };
  const waitMs = (): number => Math.min(Math.max(PURGE_AFTER_MS, restMs), PURGE_AFTER_MAX_MS);

  return {
    removed: () => {
      dirty = true;
      // A purge under way may have missed this removal, so another purge follows it.
      if (underWay === undefined) schedule(waitMs());
    },
    stop: async () => {
      stopped = true;
      takeBack?.();
      takeBack = undefined;
      await underWay;
    },
  };
};
