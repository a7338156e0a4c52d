import { expect } from 'chai';
import fc from 'fast-check';
import { backOff, keepTrying, pauseMs, spread } from './back-off.ts';

const LIMITS = { firstMs: 50, longestMs: 400 };

/** A clock that stands still until the test moves it. */
const handClock = () => {
  let now = 0;
  let waiting: { readonly until: number; readonly go: () => void } | undefined;
  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      waiting = { until: now + ms, go: resolve };
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    if (waiting !== undefined && waiting.until <= now) {
      const { go } = waiting;
      waiting = undefined;
      go();
    }
    await settled();
  };
  return { pause, pass };
};

/** Lets every reaction run that waits for nothing but promises. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a pause', () => {
  it('doubles with each failure, up to the longest', () => {
    expect([0, 1, 2, 3, 4, 10_000].map((failures) => pauseMs(LIMITS, failures))).to.deep.equal([
      50, 100, 200, 400, 400, 400,
    ]);
  });

  it('is spread over its second half', () => {
    expect([0, 0.5, 1].map((chance) => spread(1_000, chance))).to.deep.equal([500, 750, 1_000]);
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (ms, chance) => {
        expect(spread(ms, chance)).to.be.within(Math.floor(ms / 2), ms);
      }),
    );
  });
});

describe('a back-off', () => {
  it('grows from pause to pause and begins again after a success', () => {
    const { next, reset } = backOff(LIMITS);
    expect([next(), next(), next(), next(), next()]).to.deep.equal([50, 100, 200, 400, 400]);
    reset();
    expect([next(), next()]).to.deep.equal([50, 100]);
  });
});

describe('an attempt that is kept up', () => {
  const trying = (attempt: () => string | Promise<string>) => {
    const clock = handClock();
    const stop = new AbortController();
    const told: Array<string> = [];
    const failed = (error: unknown, inMs: number): void => {
      told.push(`${error instanceof Error ? error.message : 'unknown'}, again in ${inMs} ms`);
    };
    const answer = keepTrying(attempt, {
      pauses: backOff(LIMITS),
      pause: clock.pause,
      signal: stop.signal,
      failed,
    });
    answer.catch(() => undefined);
    return { answer, told, pass: clock.pass, stop: () => stop.abort() };
  };

  it('returns the answer of the first success, without a pause', async () => {
    const { answer, told } = trying(() => 'yes');
    expect(await answer).to.equal('yes');
    expect(told).to.deep.equal([]);
  });

  it('is repeated after each pause and not before', async () => {
    let attempts = 0;
    const { answer, told, pass } = trying(async () => {
      attempts += 1;
      if (attempts < 4) throw new Error(`no ${attempts}`);
      return 'yes';
    });
    await pass(0);
    await pass(49);
    expect(attempts).to.equal(1);
    await pass(1);
    expect(attempts).to.equal(2);
    await pass(99);
    expect(attempts).to.equal(2);
    await pass(1);
    await pass(200);
    expect(await answer).to.equal('yes');
    expect(told).to.deep.equal(['no 1, again in 50 ms', 'no 2, again in 100 ms', 'no 3, again in 200 ms']);
  });

  it('ends a pause with the last failure as soon as it is stopped', async () => {
    let attempts = 0;
    const { answer, told, pass, stop } = trying(() => {
      attempts += 1;
      throw new Error('no');
    });
    await pass(0);
    stop();
    expect(await answer.catch((error: Error) => error.message)).to.equal('no');
    expect(attempts).to.equal(1);
    expect(told).to.have.length(1);
  });

  it('says nothing of a failure that comes after the stop', async () => {
    const { promise, reject } = Promise.withResolvers<string>();
    const { answer, told, stop } = trying(() => promise);
    stop();
    reject(new Error('late'));
    expect(await answer.catch((error: Error) => error.message)).to.equal('late');
    expect(told).to.deep.equal([]);
  });

  it('returns an answer that comes after the stop', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { answer, stop } = trying(() => promise);
    stop();
    resolve('yes');
    expect(await answer).to.equal('yes');
  });
});
