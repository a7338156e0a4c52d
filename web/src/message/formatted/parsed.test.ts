import { expect } from 'chai';
import type { Tokens } from '#domain/markdown/tokens.ts';
import { TREES_KEPT, treesOf } from '#web/message/formatted/parsed.ts';

describe('the memory of parsed contents', () => {
  const counting = () => {
    const asked: string[] = [];
    const tree = treesOf((content): Tokens => {
      asked.push(content);
      return [{ kind: 'paragraph', children: [{ kind: 'text', text: content }] }];
    });
    return { asked, tree };
  };

  it('parses a content once', () => {
    const { asked, tree } = counting();
    expect(tree('a')).to.equal(tree('a'));
    expect(asked).to.deep.equal(['a']);
  });

  it('forgets the content that was not used for longest', () => {
    const { asked, tree } = counting();
    for (let nth = 0; nth < TREES_KEPT; nth += 1) tree(`${nth}`);
    tree('0');
    tree('new');
    asked.length = 0;
    tree('0');
    tree('1');
    expect(asked).to.deep.equal(['1']);
  });
});
