import { expect } from 'chai';
import { DAY_MS } from '#domain/kernel/units.ts';
import { whenOver } from '#web/platform/when-over.ts';

describe('work that waits for a moment', () => {
  /** Clock whose pauses pass at once, one at each call of `pass`. */
  const clock = () => {
    let now = 0;
    let waits: { readonly ms: number; readonly work: () => void } | undefined;
    return {
      now: () => now,
      later: (ms: number, work: () => void) => {
        const made = { ms, work };
        waits = made;
        return () => {
          if (waits === made) waits = undefined;
        };
      },
      pass: (): number | undefined => {
        const over = waits;
        waits = undefined;
        now += over?.ms ?? 0;
        over?.work();
        return over?.ms;
      },
    };
  };

  it('runs when the moment is over, also when it is more than a day away', () => {
    const time = clock();
    let runs = 0;
    whenOver(time, 2 * DAY_MS + 5_000, () => {
      runs += 1;
    });
    expect([time.pass(), time.pass(), runs]).to.deep.equal([DAY_MS, DAY_MS, 0]);
    expect([time.pass(), runs, time.pass()]).to.deep.equal([5_000, 1, undefined]);
  });

  it('runs after a short pause when the moment is past, and never when it is cancelled', () => {
    const time = clock();
    let runs = 0;
    const work = () => {
      runs += 1;
    };
    whenOver(time, -1, work);
    expect([time.pass(), runs]).to.deep.equal([1_000, 1]);
    const cancel = whenOver(time, 3 * DAY_MS, work);
    time.pass();
    cancel();
    expect([time.pass(), runs]).to.deep.equal([undefined, 1]);
  });
});
