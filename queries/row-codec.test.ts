import { expect } from 'chai';
import * as t from 'io-ts';
import { checkedRow, nullable } from '#queries/row-codec.ts';

const Row = t.type({ name: t.string, born: nullable(t.number) });

describe('a checked row', () => {
  it('is the same value that was read', () => {
    for (const row of [
      { name: 'ada', born: 1815 },
      { name: 'ada', born: null },
    ]) {
      expect(checkedRow(Row, row)).to.have.property('right', row);
    }
  });

  for (const [what, row, why] of [
    ['a wrong type', { name: 'ada', born: 'long ago' }, 'born is no number or null'],
    ['a missing column', { born: 1815 }, 'name is no string'],
    ['null in a column that must have a value', { name: null, born: null }, 'name is no string'],
  ] as const) {
    it(`is refused for ${what}, with the name of the column`, () => {
      expect(checkedRow(Row, row)).to.deep.equal({ _tag: 'Left', left: why });
    });
  }
});
