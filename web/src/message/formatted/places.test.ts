import { expect } from 'chai';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { linkedIn, placeIn } from '#web/message/formatted/places.ts';

const ORIGIN = 'https://chat.example';
const id = (letter: string, n: number) => `0${letter}${String(n).padStart(24, '0')}`;
const [G, C] = [id('G', 1), id('C', 1)];
const to = (n: number) => `${ORIGIN}/c/${G}/${C}/${id('M', n)}`;
const linked = (text: string) => linkedIn(parseMarkdown(text), ORIGIN).map(({ messageId }) => messageId);

describe('a link to a place of this server', () => {
  it('names its channel and its message', () => {
    expect(placeIn(to(1), ORIGIN)).to.deep.equal({ guildId: G, channelId: C, messageId: id('M', 1) });
    expect(placeIn(`${ORIGIN}/c/${G}/${C}`, ORIGIN)).to.deep.equal({ guildId: G, channelId: C, messageId: null });
  });

  it('has the scheme, the host and the port of the server, and the path of a channel', () => {
    for (const href of [
      to(1).replace('https', 'http'),
      to(1).replace('.example', '.example:8443'),
      to(1).replace('chat.', 'chat.example.'),
      `${ORIGIN}/c/${G}`,
      `${ORIGIN}/c/${G}/${C}/nothing`,
      `${ORIGIN}/auth/logout`,
      'mailto:ada@chat.example',
      'nothing',
    ])
      expect(placeIn(href, ORIGIN), href).to.equal(null);
  });
});

describe('the linked messages of a message', () => {
  it('come once each, in the order of the text, and at most three', () => {
    expect(linked(`${to(2)} **[again](${to(1)})** ${to(2)}`)).to.deep.equal([id('M', 2), id('M', 1)]);
    expect(linked([5, 4, 3, 2].map(to).join(' '))).to.deep.equal([5, 4, 3].map((n) => id('M', n)));
  });

  it('are not those of a spoiler, a quote or code', () => {
    expect(linked(`||${to(1)}|| \`${to(2)}\`\n> ${to(3)}`)).to.deep.equal([]);
  });
});
