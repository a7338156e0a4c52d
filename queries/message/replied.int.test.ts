import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { QUOTE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { type ChannelSide, channelSide, inChannel, viewer } from '#infra/workshop/testkit/channel-side.ts';
import { deleted, edited, message, registered, sent, user } from '#infra/workshop/testkit/community-events.ts';

const here = inChannel(1);
const [BOB, CLEO] = [user(2), user(3)];

/** Messages 1 to 7 are answered by messages 11 to 17. Message 18 answers one of another channel, and 19 an unknown one. */
const answer = (n: number, to: number) => {
  const event = sent(here, message(n), CLEO);
  return { ...event, data: { ...event.data, replyTo: message(to) } };
};
const erased = (n: number) => {
  const event = sent(here, message(n), BOB);
  return { ...event, data: { ...event.data, content: ERASED } };
};

describe('a reply that is read', () => {
  let side: ChannelSide;
  before(async () => {
    side = await channelSide([1, 2], (write) => {
      write(registered(BOB, 'bob'));
      write(sent(here, message(1), BOB, 'one line\n\nand another'));
      write(sent(here, message(2), BOB, 'before the edit'));
      write(sent(here, message(3), BOB, 'a secret'));
      write(sent(here, message(4), BOB, 'x'.repeat(500)));
      write(erased(5));
      write(sent(here, message(6), CLEO, 'by a user without an account'));
      write(sent(inChannel(2), message(7), BOB, 'elsewhere'));
      for (const n of [1, 2, 3, 4, 5, 6]) write(answer(10 + n, n));
      write(answer(18, 7));
      write(answer(19, 99));
      write(sent(here, message(30), BOB, `**warm** and _dry_, <@${CLEO}> ||a secret||\n- one\n- two`));
      write(sent(here, message(31), BOB, 'plain'));
      write(answer(20, 30));
      write(answer(21, 31));
      write(edited(here, message(31), '# an *edit*'));
      write(edited(here, message(2), 'after the edit'));
      write(deleted(here, message(3), BOB));
    });
  });
  after(() => side.close());

  const bob = { userId: BOB, username: 'bob', imported: false };
  const one = async (messageId: MessageId) => {
    const read = await side.queries.message({ ...here, messageId, viewer, atLeast: undefined })();
    if (isLeft(read)) throw new Error(read.left.kind);
    return read.right.value;
  };
  const repliedOf = async (n: number) => (await one(message(n))).replied;

  it('quotes the answered message on one line', async () => {
    const said = { author: bob, line: 'one line and another' };
    expect(await repliedOf(11)).to.deep.equal({ messageId: message(1), revision: 0, said });
    expect((await repliedOf(14))?.said?.line).to.have.length(QUOTE_CHARS_MAX);
  });

  it('quotes a formatted message without its signs, with marks for the names of today, and with its spoilers hidden', async () => {
    expect((await repliedOf(20))?.said?.line).to.equal(`warm and dry, <@${CLEO}> ▒▒▒ one two`);
    expect((await repliedOf(21))?.said?.line).to.equal('an edit');
  });

  it('quotes the text of now after an edit', async () => {
    expect(await repliedOf(12)).to.deep.equal({
      messageId: message(2),
      revision: 1,
      said: { author: bob, line: 'after the edit' },
    });
  });

  it('tells neither text nor author of a deleted message', async () => {
    expect(await repliedOf(13)).to.deep.equal({ messageId: message(3), revision: 1, said: null });
  });

  it('quotes an erased text, and an author without an account, as erased', async () => {
    expect((await repliedOf(15))?.said).to.deep.equal({ author: bob, line: ERASED });
    expect((await repliedOf(16))?.said?.author).to.deep.equal({ userId: CLEO, username: ERASED, imported: false });
  });

  it('tells nothing of a message in another channel, and of an unknown one', async () => {
    for (const [n, to] of [
      [18, 7],
      [19, 99],
    ] as const) {
      expect(await repliedOf(n)).to.deep.equal({ messageId: message(to), revision: 0, said: null });
    }
  });

  it('is quoted alike in a page, and a message that is no reply quotes nothing', async () => {
    const { messages } = await side.page(here, { limit: 100 });
    expect(messages.filter(({ replyTo }) => replyTo === null).every(({ replied }) => replied === null)).to.equal(true);
    for (const { messageId, replyTo, replied } of messages) {
      if (replyTo !== null) expect(replied).to.deep.equal((await one(messageId)).replied);
    }
    expect(messages.filter(({ replied }) => replied !== null)).to.have.length(10);
  });
});
