import { expect } from 'chai';
import { isRight, left, right } from 'fp-ts/lib/Either.js';
import { canonicalUsername, ImportedName, Password, Username } from '#domain/account/values.ts';
import { readText } from '#domain/kernel/text.ts';

const LETTERS = 'may have the letters a to z, digits, and _ . - and must have a letter or a digit';

describe('a username that is refused', () => {
  const read = readText(Username, (why) => why);
  const table: ReadonlyArray<readonly [text: string, why: string]> = [
    ['a', 'username must have at least 2 characters'],
    ['a'.repeat(33), 'username must have at most 32 characters'],
    ['ann@home', `username ${LETTERS}`],
    ['._-', `username ${LETTERS}`],
    ['\uD800\uD800', 'username must be well-formed Unicode'],
    ['\u200B\u200B', 'username must contain a visible character'],
  ];
  for (const [text, why] of table)
    it(`is told, for ${JSON.stringify(text)}, that ${why}`, () => {
      expect(read(text)).to.deep.equal(left(why));
    });
});

describe('a username', () => {
  it('may have its only letter or digit at the end', () => {
    expect(isRight(Username.decode('__a'))).to.equal(true);
    expect(isRight(Username.decode('..7'))).to.equal(true);
  });
  it('is compared in lower case', () => {
    expect(canonicalUsername('Ann_B.c-9' as Username)).to.equal('ann_b.c-9');
  });
});

describe('the name of an imported author', () => {
  const read = readText(ImportedName, (why) => why);
  it('may be twice as long as a username, with any letters', () => {
    expect(read('é'.repeat(64))).to.deep.equal(right('é'.repeat(64)));
    expect(read('é'.repeat(65))).to.deep.equal(right(`${'é'.repeat(63)}…`));
  });
  it('is cleaned and not refused, whatever an old log has in its place', () => {
    expect(read('\u202A+49 151 0000000\u202C')).to.deep.equal(right('+49 151 0000000'));
    expect(read('\u000304ann\u0003')).to.deep.equal(right('ann'));
    expect(read('\u202A\u202C')).to.deep.equal(right('(unknown)'));
    expect(read('')).to.deep.equal(right('(unknown)'));
  });
});

describe('a password that is refused', () => {
  const read = readText(Password, (why) => why);
  it('comes with the limit that it breaks', () => {
    expect(read('eleven char')).to.deep.equal(left('password must have at least 12 characters'));
    expect(read('x'.repeat(1_025))).to.deep.equal(left('password must have at most 1024 bytes'));
    expect(read(`${'x'.repeat(11)}\uD800`)).to.deep.equal(left('password must be well-formed Unicode'));
  });
  it('comes with the reason that a password is a text', () => {
    for (const value of [undefined, null, 7, ['twelve chars'], { length: 12 }]) {
      const decoded = Password.decode(value);
      expect(isRight(decoded) ? [] : decoded.left.map(({ message }) => message)).to.deep.equal([
        'password must be a text',
      ]);
    }
  });
});

describe('a password', () => {
  it('is kept in normal form C, however a keyboard sends its accents', () => {
    const composed = 'caf\u00E9 au lait';
    expect(Password.decode('cafe\u0301 au lait')).to.deep.equal(right(composed));
    expect(Password.encode(composed as Password)).to.equal(composed);
    expect(Password.is(composed)).to.equal(true);
    expect(Password.is('short')).to.equal(false);
  });
});
