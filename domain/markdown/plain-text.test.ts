import { expect } from 'chai';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { type PlainTextOptions, plainText } from '#domain/markdown/plain-text.ts';

const ADA = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const plain = (text: string, options?: PlainTextOptions): string => plainText(parseMarkdown(text), options);

describe('the plain text of a message', () => {
  const cases: ReadonlyArray<readonly [text: string, line: string]> = [
    ['**a** _b_ `c` ~~d~~', 'a b c d'],
    ['# a\n\n- b\n- c\n\n> d\ne', 'a b c d e'],
    ['```js\nlet a = 1;\n  b();\n```', 'let a = 1; b();'],
    ['|a|b|\n|-|-|\n|c|d|', 'a b c d'],
    ['[a](https://b.example) https://c.example', 'a https://c.example'],
    ['say ||a **b**|| now', 'say ▒▒▒ now'],
    ['<b>a</b>', '<b>a</b>'],
    [`<@${ADA}> <@&${ADA}> <#${ADA}> @here <t:1:R>`, `<@${ADA}> <@&${ADA}> <#${ADA}> @here <t:1:R>`],
  ];
  for (const [text, line] of cases)
    it(`is ${line} for ${JSON.stringify(text)}`, () => expect(plain(text)).to.equal(line));

  it('shows spoilers when it is asked to', () => {
    expect(plain('say ||a **b**|| now', { spoilers: 'shown' })).to.equal('say a b now');
  });

  it('names users, roles, channels and times as its caller does', () => {
    const names = { user: () => '@Ada', role: () => '@Crew', channel: () => '#garden', time: () => 'then' };
    expect(plain(`<@${ADA}> <@&${ADA}> <#${ADA}> <t:1:R>`, { names })).to.equal('@Ada @Crew #garden then');
    expect(plain(`<@${ADA}>`, { names: { user: () => undefined } })).to.equal(`<@${ADA}>`);
  });

  it('has no more characters than a message, and no half of one', () => {
    const names = { user: () => '👍'.repeat(500) };
    const line = plain(`a<@${ADA}><@${ADA}><@${ADA}>`, { names });
    expect(line.length).to.be.within(MESSAGE_CHARS_MAX - 1, MESSAGE_CHARS_MAX);
    expect(line.isWellFormed()).to.equal(true);
  });
});
