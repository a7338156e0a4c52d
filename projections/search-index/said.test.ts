import { expect } from 'chai';
import { saidIn } from './said.ts';

const mentions = (text: string) => saidIn(text).mentions;
const has = (text: string) => saidIn(text).has;

describe('the mentions in a text', () => {
  for (const [text, names] of [
    ['ask @Ada about it', ['ada']],
    ['@ada, @brian: and (@carol_1)', ['ada', 'brian', 'carol_1']],
    ['twice @ada and @ADA', ['ada']],
    ['at the end of a sentence, @ada.', ['ada.', 'ada']],
    ['＠ada in wide letters', ['ada']],
    ['write to ada@example.org', []],
    ['@@ada and @a and @ ada', []],
    [`@${'a'.repeat(33)} has a name that nobody can have`, []],
  ] as const) {
    it(`are ${names.length === 0 ? 'none' : names.join(' and ')} in “${text.slice(0, 40)}”`, () => {
      expect(mentions(text)).to.deep.equal(names);
    });
  }
});

describe('the links and files in a text', () => {
  for (const [text, carried] of [
    ['no address here: www.example.org', []],
    ['http:// alone', []],
    ['see https://example.org.', ['link']],
    ['see https://example.org/page.html#top', ['link']],
    ['(https://example.org/talk.pdf)', ['link', 'file']],
    ['HTTPS://EXAMPLE.ORG/CAT.PNG?size=1', ['link', 'file', 'image']],
    ['https://example.org/?file=cat.png', ['link']],
    ['https://example.org', ['link']],
    ['https://a.example/x https://b.example/cat.jpg', ['link', 'file', 'image']],
  ] as const) {
    it(`are ${carried.length === 0 ? 'none' : carried.join(', ')} in “${text}”`, () => {
      expect(has(text)).to.deep.equal(carried);
    });
  }

  it('are found in time in proportion to the text, also in one made to be slow', () => {
    const rows = `https://e.org/${'.'.repeat(60_000)}x `;
    const names = `${'@a.'.repeat(20_000)}`;
    expect(has(rows)).to.deep.equal(['link']);
    expect(mentions(names)).to.deep.equal(['a.']);
  });
});
