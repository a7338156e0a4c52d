import { expect } from 'chai';
import { makeProgress } from '#projections/engine/progress.ts';
import { caughtUpWith, type OnItsWay } from './keep-read-models.ts';

const NEVER = new AbortController().signal;

describe('waiting for read models that catch up', () => {
  it('tells of the one furthest behind until all are there', async () => {
    const progress = makeProgress();
    const told: OnItsWay[] = [];
    progress.advance('near', 90n);
    progress.advance('far', 10n);
    const tell = (one: OnItsWay): void => {
      told.push(one);
      if (told.length === 2) progress.advance('far', 60n);
      if (told.length === 4) for (const model of ['near', 'far']) progress.advance(model, 100n);
    };
    const feed = { head: async () => 100n };
    await caughtUpWith({ feed, progress }, ['near', 'far'], { building: tell, stop: NEVER }, 1);
    expect(told.map(({ model, position }) => [model, position])).to.deep.equal([
      ['far', 10n],
      ['far', 10n],
      ['far', 60n],
      ['far', 60n],
    ]);
    expect(
      told.map(({ eventsPerSecond }) => eventsPerSecond),
      'positions apart are no number of events',
    ).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(told[0]?.etaMs).to.equal(undefined);
    expect(told[2]?.etaMs).to.be.above(0);
  });

  it('says nothing when they are there already', async () => {
    const progress = makeProgress();
    progress.advance('near', 100n);
    const starting = { building: () => expect.fail('told'), stop: NEVER };
    await caughtUpWith({ feed: { head: async () => 100n }, progress }, ['near'], starting, 1);
  });

  it('ends when told to stop, though nobody brings them up to date', async () => {
    const stop = new AbortController();
    const progress = makeProgress();
    const starting = { building: () => stop.abort(), stop: stop.signal };
    const outcome = await caughtUpWith({ feed: { head: async () => 100n }, progress }, ['near'], starting, 1).then(
      () => 'caught up',
      (error: Error) => error.name,
    );
    expect(outcome).to.equal('AbortError');
  });
});
