import { expect } from 'chai';
import { aggregate } from '#domain/kernel/decider.ts';

type Counted = { readonly type: 'raised' | 'lowered'; readonly data: { readonly by: number } };

describe('an aggregate', () => {
  const counter = aggregate<number, Counted>(0, {
    raised: (count, { by }) => count + by,
    lowered: (count, { by }) => count - by,
  });

  it('moves on by the line of each event', () => {
    const past: ReadonlyArray<Counted> = [
      { type: 'raised', data: { by: 5 } },
      { type: 'lowered', data: { by: 2 } },
    ];
    expect(past.reduce(counter.evolve, counter.initial)).to.equal(3);
  });
  it('owns the events that have a line, and no others', () => {
    const owned = ['raised', 'lowered', 'doubled', 'toString'].filter((type) => counter.owns({ type, data: {} }));
    expect(owned).to.deep.equal(['raised', 'lowered']);
  });
});
