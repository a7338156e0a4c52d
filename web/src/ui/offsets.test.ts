import { expect } from 'chai';
import fc from 'fast-check';
import { offsetsOf } from '#web/ui/offsets.ts';

describe('the offsets of rows', () => {
  it('add up what was measured and what is guessed', () => {
    const offsets = offsetsOf(['a', 'b', 'c'], new Map([['b', 50]]), (index) => 10 + index);
    expect([...offsets.at]).to.deep.equal([0, 10, 60, 72]);
  });

  it('find the row that holds a pixel', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(heights, fc.nat(6_000), (sizes, y) => {
        const offsets = offsetsOf(sizes.map(String), new Map(), (index) => sizes[index] ?? 0);
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
