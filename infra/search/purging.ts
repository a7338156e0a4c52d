/**
 * When removed text is purged from the files of an index. An index only marks what is removed, and drops it when it
 * happens to merge; a text that was taken back must not wait for that.
 *
 * Removals are gathered for a while and purged together, in the background. A purge writes anew whatever part of the
 * index holds something removed, which may be nearly all of it, so the next one waits until a small share of the time
 * has gone into purging; but never longer than the bound that is promised.
 */
import { PURGE_AFTER_MAX_MS, PURGE_AFTER_MS } from '#infra/search/limits.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';

/** A purge that took a second is followed by at least so many without one. */
const REST_FACTOR = 20;

/** Whether anything is taken out of an index by these; it may not have been there. */
export const removes = (changes: ReadonlyArray<IndexOp>): boolean => changes.some(({ op }) => op !== 'put');

export type Purging = {
  /** Something was removed; what is, is gone from the files in time. */
  readonly removed: () => void;
  /** No purge begins after this, and none is under way when it resolves. */
  readonly stop: () => Promise<void>;
};

export const purging = (deps: {
  readonly purge: () => Promise<void>;
  readonly nowMs: () => number;
  /** Calls back once after so long, unless it is taken back. */
  readonly after: (ms: number, callback: () => void) => () => void;
  readonly failed: (error: unknown) => void;
}): Purging => {
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
      // One that is under way may have passed by what was removed just now: another follows it.
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
