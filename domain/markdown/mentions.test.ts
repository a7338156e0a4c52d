import { expect } from 'chai';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { mentionsIn } from '#domain/markdown/mentions.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';

const ADA = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const BEN = '01BX5ZZKBKACTAV9WEVGEMMVRZ';
const named = (text: string) => mentionsIn(parseMarkdown(text));
const NONE = { users: [], roles: [], channels: [], everyone: false, here: false };

describe('the mentions of a message', () => {
  it('are its users, roles, channels and crowds', () => {
    expect(named(`<@${ADA}> <@&${ADA}> <#${BEN}> @everyone, @here!`)).to.deep.equal({
      users: [ADA],
      roles: [ADA],
      channels: [BEN],
      everyone: true,
      here: true,
    });
  });

  it('are named once each, in the order of the text', () => {
    expect(named(`<@${BEN}> **<@${ADA}>** <@${BEN}>`).users).to.deep.equal([BEN, ADA]);
  });

  for (const text of [
    `> <@${ADA}>`,
    `- <@${ADA}>`,
    `# <@${ADA}>`,
    `||<@${ADA}>||`,
    `*<@${ADA}>*`,
    `|<@${ADA}>|\n|-|`,
    `[<@${ADA}>](https://a.example)`,
  ])
    it(`count in ${JSON.stringify(text)}`, () => expect(named(text).users).to.deep.equal([ADA]));

  const uncounted = [
    `\`<@${ADA}>\``,
    `\`\`\`\n<@${ADA}> @everyone\n\`\`\``,
    `> \`\`\`\n> <@${ADA}>`,
    `\\<@${ADA}> \\@everyone`,
    `<@${ADA.toLowerCase()}> <@${ADA}A> <@!${ADA}> <@ ${ADA}> <@8${ADA.slice(1)}>`,
    `&lt;@${ADA}&gt;`,
    `![<@${ADA}>](https://a.example)`,
    'ada@everyone.example x@here @everyoneelse @hereby @EVERYONE',
    `https://a.example/<@${ADA}`,
  ];
  for (const text of uncounted)
    it(`are none in ${JSON.stringify(text)}`, () => expect(named(text)).to.deep.equal(NONE));

  it('are none in a text that is shown as it was typed', () => {
    expect(named(`<@${ADA}>${'> '.repeat(20)}`).users).to.deep.equal([ADA]);
    expect(named(`<@${ADA}>\n${'> '.repeat(20)}`)).to.deep.equal(NONE);
    expect(named(`<@${ADA}>${'a'.repeat(MESSAGE_CHARS_MAX)}`)).to.deep.equal(NONE);
  });
});
