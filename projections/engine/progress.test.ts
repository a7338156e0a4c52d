import { expect } from 'chai';
import { makeProgress } from '#projections/engine/progress.ts';

describe('progress', () => {
  it('stands at the slowest of the named models, and at the beginning while one of them is unknown', () => {
    const progress = makeProgress();
    progress.advance('fast', 9n);
    expect(progress.position(['fast', 'slow'])).to.equal(0n);
    progress.advance('slow', 4n);
    expect(progress.position(['fast', 'slow'])).to.equal(4n);
    expect(progress.position(['fast'])).to.equal(9n);
  });

  it('never goes back', () => {
    const progress = makeProgress();
    progress.advance('model', 9n);
    progress.advance('model', 4n);
    expect(progress.position(['model'])).to.equal(9n);
  });

  it('ends a wait at the commit that reaches the position, and not before', async () => {
    const progress = makeProgress();
    let reached = false;
    const waiting = progress.waitFor(['a', 'b'], 5n).then((answer) => {
      reached = answer;
    });
    progress.advance('a', 7n);
    progress.advance('b', 4n);
    await new Promise(setImmediate);
    expect(reached).to.equal(false);
    progress.advance('b', 5n);
    await waiting;
    expect(reached).to.equal(true);
  });

  it('answers false when the time is over or the wait is aborted', async () => {
    const progress = makeProgress();
    expect(await progress.waitFor(['a'], 1n, 1)).to.equal(false);
    const stop = new AbortController();
    const waiting = progress.waitFor(['a'], 1n, undefined, stop.signal);
    stop.abort();
    expect(await waiting).to.equal(false);
    expect(await progress.waitFor(['a'], 1n, undefined, stop.signal)).to.equal(false);
  });
});
