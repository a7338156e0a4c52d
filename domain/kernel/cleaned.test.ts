import { expect } from 'chai';
import fc from 'fast-check';
import { right } from 'fp-ts/lib/Either.js';
import { cleanedLine, cleanedText } from '#domain/kernel/cleaned.ts';
import { lineText, readText } from '#domain/kernel/text.ts';

const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
/** Characters that a name does not hold, and those that decide what becomes of them. */
const telling = fc.constantFrom(
  ...'a 0,e\u0301\u0327\u200D\u202A\u202C\u2066\u200B\uFEFF\u061C\u0003\u0004\u001B[]m\u0000\n\t\u2028\u2029\u0085\uFFF9\u00AD',
  '😀',
  '👩',
  'ی',
  '\u064B',
  '\u200C',
  '\uFE0F',
  '\uD800',
);
const anyText = fc.string({ unit: fc.oneof(telling, anyUnit), maxLength: 90 });

describe('a cleaned name', () => {
  const MAX = 12;
  const clean = cleanedLine(MAX, '(none)');
  const read = readText(lineText('name', MAX), (why) => why);

  const table: ReadonlyArray<readonly [what: string, text: string, expected: string]> = [
    ['direction marks', '\u202A+49 151\u202C', '+49 151'],
    ['isolates and marks', '\u2068ann\u2069\u200E\u200F\u061C', 'ann'],
    ['characters without width', 'a\u200Bn\u2060n\uFEFF', 'ann'],
    ['control characters', '\u0000an\u0007n\u009F', 'ann'],
    ['line breaks and tabs, for a space', 'ann\r\nb\t\u2028c', 'ann b c'],
    ['space at its ends', '\u00A0ann \n', 'ann'],
    ['colours', '\u000304ann\u0003', 'ann'],
    ['escape sequences', '\u001B[31mann\u001B[0m', 'ann'],
    ['accents beyond the fourth', 'x\u0323\u0324\u0325\u0326\u032D\u032Ey', 'x\u0323\u0324\u0325\u0326y'],
    ['a lone surrogate, for the sign of a lost character', 'ann\uD800', 'ann\uFFFD'],
    ['all but the length that a name may have', 'x'.repeat(13), `${'x'.repeat(11)}…`],
    ['no half of a character', `${'x'.repeat(10)}😀😀`, `${'x'.repeat(10)}…`],
    ['no half of a picture', `${'x'.repeat(8)}👩\u200D🚀🚀`, `${'x'.repeat(8)}👩…`],
    ['no space before the ellipsis', `${'x'.repeat(10)} yyyy`, `${'x'.repeat(10)}…`],
  ];
  for (const [what, text, expected] of table)
    it(`loses ${what}`, () => {
      expect(clean(text)).to.equal(expected);
    });

  it('is the same in every normal form', () => {
    expect(clean('Jose\u0301')).to.equal('Jos\u00E9');
    expect(clean('e\u200B\u0301')).to.equal('\u00E9');
  });
  it('takes the place of a name in which nothing is visible', () => {
    for (const text of ['', ' ', '\u202A\u202C', '\u0000', '\u000304\u0003', '\u00AD\u2800', '\u001B[0m'])
      expect(clean(text), JSON.stringify(text)).to.equal('(none)');
  });
  it('keeps what a name may hold', () => {
    for (const text of ['ann[away]', 'می\u200Cروم', '👩\u200D🚀', 'x\u0323\u0324\u0325\u0326', 'a, 04'])
      expect(clean(text)).to.equal(text);
  });
  it('is taken by the rule for names as it is, whatever it was made of', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = clean(text);
        expect(read(name)).to.deep.equal(right(name));
        expect(clean(name)).to.equal(name);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a cleaned text', () => {
  it('loses formatting codes, control characters and the space at its end, and keeps lines and tabs', () => {
    expect(cleanedText('\u0002bold\u000F\tand\nplain\u0085\u0007 \u000304red\u0003 \t\n')).to.equal(
      'bold\tand\nplain\n red',
    );
  });
  it('keeps the space at its beginning, which may belong to a drawing', () => {
    expect(cleanedText('  /\\')).to.equal('  /\\');
  });
  it('is the same in every normal form, and after it was cleaned', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanedText(text);
        expect(cleanedText(clean)).to.equal(clean);
        expect(cleanedText(clean.normalize('NFD'))).to.equal(clean);
        expect(clean.isWellFormed()).to.equal(true);
        expect(clean).not.to.match(/[^\P{Cc}\n\r\t]/u);
      }),
      { numRuns: 2_000 },
    );
  });
});
