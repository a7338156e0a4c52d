import { expect } from 'chai';
import fc from 'fast-check';
import { heightsOf, offsetsOf } from '#web/ui/offsets.ts';

const NONE = { keys: [], heights: new Float64Array() };

describe('the offsets of rows', () => {
  it('add up measured and guessed heights', () => {
    const offsets = offsetsOf(heightsOf(['a', 'b', 'c'], new Map([['b', 50]]), (index) => 10 + index, NONE));
    expect([...offsets.at]).to.deep.equal([0, 10, 60, 72]);
  });

  it('are the same when earlier heights are reused, whatever rows came, went or moved', () => {
    const someKeys = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 30 });
    const change = fc.record({ above: someKeys, below: someKeys, lost: fc.nat(5), cut: fc.nat(3) });
    fc.assert(
      fc.property(someKeys, change, (keys, { above, below, lost, cut }) => {
        const measured = new Map(keys.filter((_, i) => i % 3 !== 0).map((key) => [key, 100 + Number(key)]));
        const guessFor = (all: ReadonlyArray<string>) => (index: number) => 10 + Number(all[index]);
        const before = { keys, heights: heightsOf(keys, measured, guessFor(keys), NONE) };
        const stay = keys.slice(lost, keys.length - cut);
        const now = [...new Set([...above.filter((key) => !stay.includes(key)), ...stay, ...below])];
        const taken = heightsOf(now, measured, guessFor(now), before);
        expect([...taken]).to.deep.equal([...heightsOf(now, measured, guessFor(now), NONE)]);
      }),
      { numRuns: 500 },
    );
  });

  it('find the row that holds a pixel', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(heights, fc.nat(6_000), (sizes, y) => {
        const offsets = offsetsOf(Float64Array.from(sizes));
        const row = offsets.rowAt(y);
        const total = offsets.at[sizes.length] ?? 0;
        if (y >= total) expect(row).to.equal(sizes.length - 1);
        else {
          expect(offsets.at[row]).to.be.at.most(y);
          expect(offsets.at[row + 1]).to.be.above(y);
        }
      }),
    );
  });
});
