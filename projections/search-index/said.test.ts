import { expect } from 'chai';
import { saidIn } from './said.ts';

const has = (text: string) => saidIn(text, []).has;

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
    expect(has(rows)).to.deep.equal(['link']);
  });
});
