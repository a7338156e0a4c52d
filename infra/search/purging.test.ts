import { expect } from 'chai';
import { PURGE_AFTER_MAX_MS, PURGE_AFTER_MS } from '#infra/search/limits.ts';
import { purging } from './purging.ts';

/** Builds a purging with a clock that the test sets. Each purge takes `purgeMs`. */
const staged = (purgeMs: number, fails = 0) => {
  let now = 0;
  let due: { readonly at: number; readonly callback: () => void } | undefined;
  const purges: number[] = [];
  let left = fails;
  const failures: unknown[] = [];
  const subject = purging({
    nowMs: () => now,
    after: (ms, callback) => {
      due = { at: now + ms, callback };
      return () => {
        due = undefined;
      };
    },
    purge: async () => {
      purges.push(now);
      now += purgeMs;
      if (left > 0) {
        left -= 1;
        throw new Error('the disk is full');
      }
    },
    failed: (error) => failures.push(error),
  });
  return {
    ...subject,
    purges,
    failures,
    /** Runs scheduled work until none is left. */
    pass: async () => {
      while (due !== undefined) {
        const { at, callback } = due;
        due = undefined;
        now = at;
        callback();
        await new Promise(setImmediate);
      }
    },
    waits: () => (due === undefined ? undefined : due.at - now),
  };
};

describe('a purge', () => {
  it('happens once for all removals within the waiting time', async () => {
    const stage = staged(100);
    stage.removed();
    stage.removed();
    await stage.pass();
    expect(stage.purges).to.deep.equal([PURGE_AFTER_MS]);
  });

  it('does not happen when nothing was removed', () => {
    expect(staged(100).waits()).to.equal(undefined);
  });

  it('is followed by a rest in proportion to its duration, up to a fixed bound', async () => {
    for (const [tookMs, waitsMs] of [
      [100, PURGE_AFTER_MS],
      [10_000, 200_000],
      [PURGE_AFTER_MAX_MS, PURGE_AFTER_MAX_MS],
    ] as const) {
      const stage = staged(tookMs);
      stage.removed();
      await stage.pass();
      stage.removed();
      expect(stage.waits(), `after one of ${tookMs} ms`).to.equal(waitsMs);
    }
  });

  it('is reported and tried again when it fails', async () => {
    const stage = staged(100, 2);
    stage.removed();
    await stage.pass();
    expect([stage.failures.length, stage.purges.length]).to.deep.equal([2, 3]);
  });

  it('does not begin after it was stopped', async () => {
    const stage = staged(100);
    stage.removed();
    await stage.stop();
    stage.removed();
    await stage.pass();
    expect(stage.purges).to.deep.equal([]);
  });
});
