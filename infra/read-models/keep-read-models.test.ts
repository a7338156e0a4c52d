import { expect } from 'chai';
import { makeProgress } from '#projections/engine/progress.ts';
import { type CatchUpProgress, caughtUpWith } from './keep-read-models.ts';

const NEVER = new AbortController().signal;

describe('a wait for read models that catch up', () => {
  it('reports the one furthest behind until all have caught up', async () => {
    const progress = makeProgress();
    const reports: CatchUpProgress[] = [];
    progress.advance('near', 90n);
    progress.advance('far', 10n);
    const report = (one: CatchUpProgress): void => {
      reports.push(one);
      if (reports.length === 2) progress.advance('far', 60n);
      if (reports.length === 4) for (const model of ['near', 'far']) progress.advance(model, 100n);
    };
    const feed = { head: async () => 100n };
    await caughtUpWith({ feed, progress }, ['near', 'far'], { building: report, stop: NEVER }, 1);
    expect(reports.map(({ model, position }) => [model, position])).to.deep.equal([
      ['far', 10n],
      ['far', 10n],
      ['far', 60n],
      ['far', 60n],
    ]);
    expect(
      reports.map(({ eventsPerSecond }) => eventsPerSecond),
      'positions apart are no number of events',
    ).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(reports[0]?.etaMs).to.equal(undefined);
    expect(reports[2]?.etaMs).to.be.above(0);
  });

  it('reports nothing when all have caught up already', async () => {
    const progress = makeProgress();
    progress.advance('near', 100n);
    const starting = { building: () => expect.fail('reported'), stop: NEVER };
    await caughtUpWith({ feed: { head: async () => 100n }, progress }, ['near'], starting, 1);
  });

  it('ends when it is aborted, though no process brings them up to date', async () => {
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
