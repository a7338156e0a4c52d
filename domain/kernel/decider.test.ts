import { expect } from 'chai';
import { aggregate, type FoldCopies } from '#domain/kernel/decider.ts';

type Named = { readonly type: 'named'; readonly data: { readonly name: string } };
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

describe('a fold', () => {
  it('copies a set or a map once and does not change the original', () => {
    const seen = new Set<unknown>();
    const counted = aggregate<
      { readonly names: ReadonlySet<string>; readonly lengths: ReadonlyMap<string, number> },
      Named
    >(
      { names: new Set(), lengths: new Map() },
      {
        named: (state, { name }, copies: FoldCopies) => {
          const names = copies.ofSet(state.names).add(name);
          const lengths = copies.ofMap(state.lengths).set(name, name.length);
          seen.add(names).add(lengths);
          return { names, lengths };
        },
      },
    );
    const events = Array.from({ length: 1_000 }, (_, n): Named => ({ type: 'named', data: { name: `${n}` } }));
    const folded = counted.fold(counted.initial, events);
    expect([folded.names.size, folded.lengths.size, seen.size]).to.deep.equal([1_000, 1_000, 2]);
    expect([counted.initial.names.size, counted.initial.lengths.size]).to.deep.equal([0, 0]);
    counted.evolve(folded, { type: 'named', data: { name: 'one more' } });
    expect([folded.names.size, folded.lengths.size]).to.deep.equal([1_000, 1_000]);
  });
});
