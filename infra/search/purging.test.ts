import { expect } from 'chai';
import { PURGE_AFTER_MAX_MS, PURGE_AFTER_MS } from '#infra/search/limits.ts';
import { purging } from './purging.ts';

/** A clock that is set by hand; a purge takes as long as it is told to. */
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
    /** Lets what is due come about, until nothing is. */
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

describe('purging', () => {
  it('happens once for all that was removed within the time', async () => {
    const stage = staged(100);
    stage.removed();
    stage.removed();
    await stage.pass();
    expect(stage.purges).to.deep.equal([PURGE_AFTER_MS]);
  });

  it('does not happen when nothing was removed', () => {
    expect(staged(100).waits()).to.equal(undefined);
  });

  it('rests in proportion to what the last one took, and never for longer than is promised', async () => {
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

  it('that failed is told of and tried again', async () => {
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
