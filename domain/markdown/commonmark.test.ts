import { expect } from 'chai';
import { tests } from 'commonmark-spec';
import { MARKDOWN_DEPTH_MAX, MARKDOWN_NODES_MAX } from '#domain/kernel/limits.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { plainText } from '#domain/markdown/plain-text.ts';
import { visits } from '#domain/markdown/walk.ts';

/** An example of the specification, with the arrows that it prints for tabs turned into tabs. */
const EXAMPLES = tests.map(({ markdown, section, number }) => ({
  text: markdown.replaceAll('→', '\t').trimEnd(),
  section,
  number,
}));

const KINDS = new Set([
  ...['paragraph', 'heading', 'code-block', 'quote', 'list', 'table'],
  ...['text', 'break', 'code', 'bold', 'italic', 'underline', 'strike', 'spoiler', 'link'],
  ...['user', 'role', 'channel', 'everyone', 'here', 'time'],
]);

describe('the examples of CommonMark 0.31.2', () => {
  it('are all of them', () => expect(EXAMPLES).to.have.length(652));

  it('make trees of known tokens within the limits', () => {
    for (const { text, number } of EXAMPLES) {
      const all = [...visits(parseMarkdown(text))];
      expect(all.length, `example ${number}`).to.be.at.most(MARKDOWN_NODES_MAX);
      for (const { token, depth } of all) {
        expect(KINDS, `example ${number}`).to.include(token.kind);
        expect(depth, `example ${number}`).to.be.at.most(MARKDOWN_DEPTH_MAX);
      }
    }
  });

  it('show HTML as text, with its angle brackets', () => {
    const ofHtml = EXAMPLES.filter(({ section }) => section === 'HTML blocks' || section === 'Raw HTML');
    expect(ofHtml).to.have.length.above(60);
    for (const { text, number } of ofHtml) {
      const tags = text.match(/<\/?[a-z][\w-]*/gi) ?? [];
      const line = plainText(parseMarkdown(text));
      for (const tag of tags) expect(line, `example ${number}`).to.include(tag);
    }
  });
});
