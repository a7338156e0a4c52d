import { expect } from 'chai';
import fc from 'fast-check';
import { SNIPPET_CHARS_MAX } from '#queries/limits.ts';
import { snippetOf } from './snippet.ts';

const said = (text: string, word: string) => {
  const start = text.indexOf(word);
  return snippetOf(text, [{ start, end: start + word.length }]);
};
const marked = ({ text, ranges }: ReturnType<typeof snippetOf>) =>
  ranges.map(({ start, end }) => text.slice(start, end));

describe('a snippet', () => {
  it('is the whole of a short text', () => {
    expect(said('the grid is wide', 'grid')).to.deep.equal({
      text: 'the grid is wide',
      ranges: [{ start: 4, end: 8 }],
    });
  });

  it('is a piece of a long text around the match, cut between words', () => {
    const snippet = said(`${'before it '.repeat(60)}the grid is wide${' and after'.repeat(60)}`, 'grid');
    expect(snippet.text).to.match(/^\u2026(?:before|it) .* the grid is wide and .*(?:and|after)\u2026$/);
    expect(marked(snippet)).to.deep.equal(['grid']);
  });

  it('stands on one line', () => {
    expect(said('one\ntwo\tgrid', 'grid')).to.deep.equal({ text: 'one two grid', ranges: [{ start: 8, end: 12 }] });
  });

  it('has a mention and a time whole or not at all', () => {
    const mark = '<@01ARZ3NDEKTSV4RRFFQ69G5FAV>';
    for (let pad = 0; pad < mark.length; pad += 1) {
      const text = `${'x'.repeat(pad)}${` ${mark}`.repeat(30)} grid${` ${mark} <t:1700000000:R>`.repeat(30)}`;
      const snippet = said(text, 'grid');
      expect(marked(snippet)).to.deep.equal(['grid']);
      expect(snippet.text.replaceAll(mark, '').replaceAll('<t:1700000000:R>', '')).to.match(/^[\u2026x grid]*$/);
    }
  });

  it('is the beginning of the text when nothing matches', () => {
    const snippet = snippetOf('a word '.repeat(100), []);
    expect(snippet.text.startsWith('a word')).to.equal(true);
    expect(snippet.ranges).to.deep.equal([]);
  });

  it('is bounded, cuts no character apart, and marks the matches inside it', () => {
    const texts = fc.array(
      fc.constantFrom('grid', ' ', '\n', '\u{1F600}', '\u6771\u4EAC', 'longer-words', 'x'.repeat(300)),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(texts, fc.nat(), (parts, pick) => {
        const text = parts.join('');
        const all = [...text.matchAll(/grid/g)].map(({ index }) => ({ start: index, end: index + 4 }));
        const ranges = all.slice(pick % (all.length + 1));
        const snippet = snippetOf(text, ranges);
        expect(snippet.text.length).to.be.at.most(SNIPPET_CHARS_MAX + 2);
        expect(snippet.text.isWellFormed()).to.equal(true);
        for (const word of marked(snippet)) expect('grid'.startsWith(word) || 'grid'.endsWith(word)).to.equal(true);
        if (ranges.length > 0) expect(snippet.ranges.length).to.be.above(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
