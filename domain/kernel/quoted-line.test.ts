import { expect } from 'chai';
import fc from 'fast-check';
import { QUOTE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { quotedLine } from '#domain/kernel/quoted-line.ts';

describe('the quoted line of a text', () => {
  it('has a mention and a time whole or not at all', () => {
    for (const mark of ['<@01ARZ3NDEKTSV4RRFFQ69G5FAV>', '<@&01ARZ3NDEKTSV4RRFFQ69G5FAV>', '<t:1700000000:R>'])
      for (let pad = QUOTE_CHARS_MAX - mark.length - 2; pad < QUOTE_CHARS_MAX; pad += 1) {
        const line = quotedLine(`${'x'.repeat(pad)}${mark}${mark}`);
        expect(line.replace(mark, '')).to.match(/^x+\u2026$/);
      }
  });

  it('is the text itself when it is short and on one line', () => {
    expect(quotedLine('hello')).to.equal('hello');
    expect(quotedLine('x'.repeat(QUOTE_CHARS_MAX))).to.equal('x'.repeat(QUOTE_CHARS_MAX));
  });

  it('has one space where the text begins a new line', () => {
    expect(quotedLine('one\n\n  two\tthree\n')).to.equal('one two three');
  });

  it('ends with an ellipsis when the text goes on, and splits no character', () => {
    expect(quotedLine('x'.repeat(QUOTE_CHARS_MAX + 1))).to.equal(`${'x'.repeat(QUOTE_CHARS_MAX - 1)}\u2026`);
    const split = `${'x'.repeat(QUOTE_CHARS_MAX - 2)}\u{1F600}\u{1F600}`;
    expect(quotedLine(split)).to.equal(`${'x'.repeat(QUOTE_CHARS_MAX - 2)}\u2026`);
  });

  it('is well-formed, on one line and within its length, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const line = quotedLine(text);
        expect(line.length).to.be.at.most(QUOTE_CHARS_MAX);
        expect(line).to.not.match(/[\n\r\t]/);
        if (text.isWellFormed()) expect(line.isWellFormed()).to.equal(true);
        expect(quotedLine(line)).to.equal(line);
      }),
    );
  });
});
