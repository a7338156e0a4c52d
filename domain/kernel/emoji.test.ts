import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { isOneEmoji, oneFormOf } from '#domain/kernel/emoji.ts';

const require = createRequire(import.meta.url);

/** Every text of the Unicode emoji test file: fully, minimally and not qualified. */
const listed = readFileSync(require.resolve('emoji-test-regex-pattern/dist/emoji-17.0/index-strings.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

const SELECTOR = '\uFE0F';
const plain = (text: string): string => text.replaceAll(SELECTOR, '');
const shown = (text: string): string => [...text].map((char) => char.codePointAt(0)?.toString(16)).join(' ');
const failing = (holds: (text: string) => boolean): ReadonlyArray<string> =>
  listed.filter((text) => !holds(text)).map(shown);

describe('the one form of an emoji', () => {
  it('is found for every text of the Unicode emoji test file', () => {
    expect(listed.length).to.be.above(5_000);
    expect(failing((text) => isOneEmoji(oneFormOf(text)))).to.deep.equal([]);
  });

  it('is the fully qualified one, which Unicode and the log hold already', () => {
    const qualified = listed.filter(isOneEmoji);
    expect(qualified.length).to.be.above(3_900);
    expect(qualified.filter((text) => oneFormOf(text) !== text).map(shown)).to.deep.equal([]);
  });

  it('is one for all forms of an emoji, and another one for another emoji', () => {
    const forms = new Map<string, Set<string>>();
    for (const text of listed) forms.set(plain(text), (forms.get(plain(text)) ?? new Set()).add(oneFormOf(text)));
    const several = [...forms.values()].filter((found) => found.size !== 1);
    expect(several).to.deep.equal([]);
    expect(new Set([...forms.values()].flatMap((found) => [...found])).size).to.equal(forms.size);
  });

  it('has no selector more, where a text has one after every character', () => {
    const selected = (text: string): string => [...plain(text)].map((char) => `${char}${SELECTOR}`).join('');
    expect(failing((text) => oneFormOf(selected(text)) === oneFormOf(text))).to.deep.equal([]);
  });

  it('makes no emoji of another text', () => {
    for (const text of [
      '',
      SELECTOR,
      'a',
      '1',
      `1${SELECTOR}`,
      '\u20E3',
      '\u{1F1E9}',
      '👍👍',
      '👍 ',
      '👍\uFE0E',
      '\u200D',
    ])
      expect(isOneEmoji(oneFormOf(text)), shown(text)).to.equal(false);
  });
});
