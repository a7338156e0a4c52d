import { expect } from 'chai';
import fc from 'fast-check';
import { isRight, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { boundedText, lineText, onlyHonest, readText, rewriting } from '#domain/kernel/text.ts';

const why = (reason: string): string => reason;

describe('a bounded text', () => {
  const note = boundedText('note', { min: 2, max: 4 });
  const read = readText(note, why);

  it('has a length within its bounds', () => {
    expect(read('ab')).to.deep.equal(right('ab'));
    expect(read('abcd')).to.deep.equal(right('abcd'));
    expect(read('a')).to.deep.equal(left('note must have at least 2 characters'));
    expect(read('abcde')).to.deep.equal(left('note must have at most 4 characters'));
  });
  it('has at least one character when no limit is given', () => {
    expect(readText(boundedText('note', { max: 4 }), why)('')).to.deep.equal(left('note must not be empty'));
  });
  it('has no lone surrogate and no NUL, which the database refuses', () => {
    expect(read('a\uD800')).to.deep.equal(left('note must be well-formed Unicode'));
    expect(read('a\u0000')).to.deep.equal(left('note must not contain the NUL character'));
  });

  const invisible: ReadonlyArray<readonly [what: string, text: string]> = [
    ['white space', ' \u00A0\u3000'],
    ['joiners', '\u200B\u200D'],
    ['a soft hyphen', '\u00AD\u00AD'],
    ['control characters', '\u0007\u0085'],
    ['combining marks alone', '\u0301\u0302'],
    ['a blank braille pattern', '\u2800\u2800'],
    ['a musical note without a head', '\u{1D159}'],
    ['a script that begins a format of its own', '\u{110BD}'],
  ];
  for (const [what, text] of invisible)
    it(`has more than ${what}`, () => {
      expect(read(text)).to.deep.equal(left('note must contain a visible character'));
      expect(isRight(read(`${text.slice(0, 2)}x`))).to.equal(true);
    });

  it('follows its rule, and a refusal names the rule', () => {
    const digits = { max: 4, rule: /^\d+$/ };
    expect(readText(boundedText('pin', digits), why)('12a')).to.deep.equal(left('pin is not allowed'));
    expect(readText(boundedText('pin', { ...digits, says: 'must be digits' }), why)('12a')).to.deep.equal(
      left('pin must be digits'),
    );
    expect(readText(boundedText('pin', digits), why)('12')).to.deep.equal(right('12'));
  });
  it('is a text', () => {
    for (const value of [undefined, null, 12, ['ab'], { length: 3 }]) {
      expect(note.is(value)).to.equal(false);
      const decoded = note.decode(value);
      expect(isRight(decoded) ? [] : decoded.left.map(({ message }) => message)).to.deep.equal(['note must be a text']);
    }
  });
  it('is stored and shown unchanged', () => {
    expect(note.name).to.equal('note');
    expect(note.is('abc')).to.equal(true);
    expect(note.is('a')).to.equal(false);
    expect(note.encode('abc')).to.equal('abc');
  });
});

describe('a rewritten text', () => {
  const shout = rewriting(boundedText('shout', { max: 4, rule: /^[A-Z]+$/ }), (text) => text.toUpperCase());
  it('is checked after it was rewritten', () => {
    expect(readText(shout, why)('abc')).to.deep.equal(right('ABC'));
    expect(readText(shout, why)('a-c')).to.deep.equal(left('shout is not allowed'));
  });
  it('is refused when it is no text', () => {
    expect(isRight(shout.decode(7))).to.equal(false);
  });
  it('is recognised only in its rewritten form', () => {
    expect(shout.name).to.equal('shout');
    expect(shout.is('ABC')).to.equal(true);
    expect(shout.is('abc')).to.equal(false);
    expect(shout.encode('ABC')).to.equal('ABC');
  });
});

describe('a line', () => {
  const read = readText(lineText('title', 8), why);
  it('loses the space at its ends and takes normal form C', () => {
    expect(read('  caf\u0065\u0301 ')).to.deep.equal(right('caf\u00E9'));
  });
  it('has a maximum length, counted after trimming', () => {
    expect(read('  12345678  ')).to.deep.equal(right('12345678'));
    expect(read('123456789')).to.deep.equal(left('title must have at most 8 characters'));
    expect(read('e\u0301'.repeat(8))).to.deep.equal(right('\u00E9'.repeat(8)));
  });

  const spoofs: ReadonlyArray<readonly [what: string, text: string]> = [
    ['a line break', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a tab', 'a\tb'],
    ['an Arabic letter mark', 'a\u061Cb'],
    ['a zero-width space', 'a\u200Bb'],
    ['a left-to-right mark', 'a\u200Eb'],
    ['a right-to-left mark', 'a\u200Fb'],
    ['an embedding', 'a\u202Ab'],
    ['an override', 'a\u202Eb'],
    ['a word joiner', 'a\u2060b'],
    ['an isolate', 'a\u2066b'],
    ['the end of an isolate', 'a\u2069b'],
    ['a byte order mark', 'a\uFEFFb'],
    ['an interlinear annotation', 'a\uFFF9b\uFFFAc\uFFFB'],
    ['a soft hyphen', 'a\u00ADb'],
    ['a filler', 'a\u3164b'],
    ['a tag', 'a\u{E0041}b'],
    ['five accents on one letter', 'x\u0324\u0325\u0326\u0327\u0328'],
  ];
  for (const [what, text] of spoofs)
    it(`does not hold ${what}`, () => {
      expect(read(text)).to.deep.equal(
        left('title must be one line without invisible characters, direction marks or piled-up accents'),
      );
    });
  it('holds four accents on one letter, and joiners and variants that scripts and emoji need', () => {
    const needed = [
      'x\u0324\u0325\u0326\u0327',
      'می\u200Cروم',
      'ര\u0D3Eജന\u0D4D\u200D',
      'ᠨ\u180E\u1820',
      'ᠬ\u180B\u180E\u1820',
      'ᠠ\u180B',
      '葛\u{E0100}',
      '👩\u200D🚀',
      '❤\uFE0F',
      '1\uFE0F\u20E3',
      '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
    ];
    for (const text of needed) expect(isRight(readText(lineText('title', 20), why)(text)), text).to.equal(true);
  });

  it('holds the signs of a script that Unicode counts as formats although they are drawn', () => {
    for (const text of ['\u0600\u0661', '\u06DD', '\u070F\u0710', '\u{110BD}\u{11083}'])
      expect(isRight(read(`x${text}`)), text).to.equal(true);
  });

  const every = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
  const hex = (code: number): string => code.toString(16);
  it('holds no character between two letters that is a format or is not drawn, among all of Unicode', () => {
    const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
    const drawn = new Set([
      0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0x110bd, 0x110cd,
    ]);
    const taken = every.filter((code) => isRight(read(`a${String.fromCodePoint(code)}b`)));
    expect(taken.filter((code) => unseen.test(String.fromCodePoint(code)) && !drawn.has(code)).map(hex)).to.deep.equal(
      [],
    );
    expect(taken.length).to.be.above(1_000_000);
  });

  it('holds every emoji of Unicode', () => {
    const ofOne = every.map((code) => String.fromCodePoint(code)).filter((char) => /^\p{RGI_Emoji}$/v.test(char));
    expect(ofOne.filter((emoji) => !isRight(read(`a${emoji}b`)))).to.deep.equal([]);
  });

  it('holds no joiner that stands at the start, twice, or where nothing joins', () => {
    for (const text of [
      '\u200Da',
      'a\u200Cb',
      'می\u200C\u200Cروم',
      '👩\u200D',
      '👩\u200Da',
      'a\uFE0F',
      '1\uFE0F',
      'я\u200D',
      '🏴\u{E0067}',
    ])
      expect(isRight(read(text)), JSON.stringify(text)).to.equal(false);
  });
});

describe('a line without what is out of place', () => {
  const telling = fc.constantFrom(
    ...'a1#é\u0301می\u064B\u200B\u200C\u200D\u202E\uFE0E\uFE0F\u20E3\u180B\u180E\uFFF9\n',
    ...['ᠬ', '葛', '\u{E0100}', '👩', '🚀', '❤', '🏽', '🏴', '\u{E0067}', '\u{E007F}', '\u0600', '\u3164'],
  );
  it('loses nothing more when it is cleaned again, and keeps what is in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: telling, maxLength: 12 }), (text) => {
        const clean = onlyHonest(text);
        expect(onlyHonest(clean)).to.equal(clean);
      }),
      { numRuns: 3_000 },
    );
    expect(onlyHonest('a\u200Db\u202Ec\uFFF9')).to.equal('abc');
    expect(onlyHonest('می\u200Cروم 👩\u200D🚀\u200D')).to.equal('می\u200Cروم 👩\u200D🚀');
  });
});

describe('reading a text', () => {
  it('names the codec when the codec gives no reason', () => {
    const mute = new t.Type<string, string, unknown>(
      'mute',
      (u): u is string => u === 'hush',
      (u, context) => t.failure(u, context),
      (text) => text,
    );
    expect(readText(mute, why)('x')).to.deep.equal(left('mute is not valid'));
  });
});
