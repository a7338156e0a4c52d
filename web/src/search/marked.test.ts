import { expect } from 'chai';
import fc from 'fast-check';
import { piecesOf } from '#web/search/marked.ts';

describe('a marked text', () => {
  it('is split into marked and plain pieces', () => {
    expect(piecesOf({ text: 'the grid is wide', ranges: [{ start: 4, end: 8 }] })).to.deep.equal([
      { text: 'the ', marked: false },
      { text: 'grid', marked: true },
      { text: ' is wide', marked: false },
    ]);
    expect(piecesOf({ text: '', ranges: [] })).to.deep.equal([]);
  });

  it('keeps its whole text for any ranges', () => {
    const range = fc.record({ start: fc.nat(40), end: fc.nat(40) });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(range, { maxLength: 8 }), (text, ranges) => {
        const pieces = piecesOf({ text, ranges });
        expect(pieces.map((piece) => piece.text).join('')).to.equal(text);
        expect(pieces.every((piece) => piece.text !== '')).to.equal(true);
      }),
    );
  });
});
