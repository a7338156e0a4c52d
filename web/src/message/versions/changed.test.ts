import { expect } from 'chai';
import fc from 'fast-check';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { changedPieces } from '#web/message/versions/changed.ts';

const textOf = (pieces: ReturnType<typeof changedPieces>, without: 'added' | 'removed') =>
  pieces
    .filter(({ change }) => change !== without)
    .map(({ text }) => text)
    .join('');

describe('the difference of two texts', () => {
  it('names the words that came and went', () => {
    expect(changedPieces('the saffron kite', 'the blue kite flies')).to.deep.equal([
      { text: 'the ', change: 'same' },
      { text: 'saffron', change: 'removed' },
      { text: 'blue', change: 'added' },
      { text: ' kite', change: 'same' },
      { text: ' flies', change: 'added' },
    ]);
  });

  it('holds both texts whole, whatever they are', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '**', '<b>', '\u{1F600}'), maxLength: 60 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const pieces = changedPieces(before, after);
        expect(textOf(pieces, 'added')).to.equal(before);
        expect(textOf(pieces, 'removed')).to.equal(after);
      }),
    );
  });

  it('gives two long texts without a common word as a removed and an added one', () => {
    const [before, after] = ['a ', 'b '].map((word) => word.repeat(MESSAGE_CHARS_MAX / 2));
    const pieces = changedPieces(before ?? '', (after ?? '').replaceAll(' ', '\n'));
    expect(pieces.map(({ change }) => change)).to.deep.equal(['removed', 'added']);
  });
});
