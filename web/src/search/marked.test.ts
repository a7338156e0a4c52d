import { expect } from 'chai';
import fc from 'fast-check';
import type { UserId } from '#domain/kernel/ids.ts';
import { namedSnippet, piecesOf } from '#web/search/marked.ts';

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

describe('a snippet with names', () => {
  const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const names = { user: (user: UserId) => (user === id ? '@Ada' : undefined), time: () => 'today' };

  it('shows the names of today, and its ranges move along', () => {
    const text = `<@${id}> found the grid <t:1700000000:R> grid`;
    const ranges = [...text.matchAll(/grid/g)].map(({ index }) => ({ start: index, end: index + 4 }));
    const named = namedSnippet({ text, ranges }, names);
    expect(named.text).to.equal('@Ada found the grid today grid');
    expect(named.ranges.map(({ start, end }) => named.text.slice(start, end))).to.deep.equal(['grid', 'grid']);
  });

  it('marks nothing in a name, and keeps a mark without a name', () => {
    const text = `<@${id}> <#${id}>`;
    expect(namedSnippet({ text, ranges: [{ start: 2, end: 6 }] }, names)).to.deep.equal({
      text: `@Ada <#${id}>`,
      ranges: [],
    });
  });
});
