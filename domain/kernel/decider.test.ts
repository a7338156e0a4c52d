import { expect } from 'chai';
import { aggregate, type Own } from '#domain/kernel/decider.ts';

type Named = { readonly type: 'named'; readonly data: { readonly name: string } };

describe('a fold', () => {
  it('copies a set or a map once, and leaves what it was given as it was', () => {
    const copies = new Set<unknown>();
    const counted = aggregate<
      { readonly names: ReadonlySet<string>; readonly lengths: ReadonlyMap<string, number> },
      Named
    >(
      { names: new Set(), lengths: new Map() },
      {
        named: (state, { name }, own: Own) => {
          const names = own.set(state.names).add(name);
          const lengths = own.map(state.lengths).set(name, name.length);
          copies.add(names).add(lengths);
          return { names, lengths };
        },
      },
    );
    const events = Array.from({ length: 1_000 }, (_, n): Named => ({ type: 'named', data: { name: `${n}` } }));
    const folded = counted.fold(counted.initial, events);
    expect([folded.names.size, folded.lengths.size, copies.size]).to.deep.equal([1_000, 1_000, 2]);
    expect([counted.initial.names.size, counted.initial.lengths.size]).to.deep.equal([0, 0]);
    counted.evolve(folded, { type: 'named', data: { name: 'one more' } });
    expect([folded.names.size, folded.lengths.size]).to.deep.equal([1_000, 1_000]);
  });
});
