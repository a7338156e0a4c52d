import { expect } from 'chai';
import fc from 'fast-check';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { type ChannelSide, channelSide, inChannel, viewer } from '#infra/workshop/testkit/channel-side.ts';
import {
  brought,
  deleted,
  edited,
  guild,
  imported,
  message,
  reacted,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import type { AuthoredMessage } from '#queries/queries.ts';

const here = inChannel(1);
const there = inChannel(2);
const MESSAGES = 150;
const gone = (n: number) => n % 7 === 0;

describe('the history of a channel', () => {
  let side: ChannelSide;
  before(async () => {
    side = await channelSide([1, 2], (write) => {
      write(imported(user(2), 'brian'));
      // A member who came by an import is told by no system line.
      write(brought(guild(1), user(3)));
      for (let n = 1; n <= MESSAGES; n++) {
        write(sent(here, message(n), user((n % 2) + 1), `text ${n}`));
        write(sent(there, message(1_000 + n), user(1)));
        if (gone(n)) write(deleted(here, message(n), user(1)));
      }
      write(edited(here, message(150), 'text 150, better'));
      write(reacted(here, message(150), user(3), '🎉'));
      write(reacted(here, message(150), user(1), '👍'));
      write(reacted(here, message(150), user(2), '🎉'));
      const erased = sent(here, message(151), user(9));
      write({ ...erased, data: { ...erased.data, content: ERASED } });
    });
  });
  after(() => side.close());

  const page = (limit: number, before?: MessageId) =>
    side.page(here, before === undefined ? { limit } : { limit, before });
  const living = Array.from({ length: MESSAGES }, (_, at) => at + 1).filter((n) => !gone(n));
  const newestFirst = [message(151), ...living.reverse().map(message)];

  it('comes newest first, with author, edit, revision, and reactions in the order of the first of each', async () => {
    const { messages } = await page(2);
    const expected: ReadonlyArray<Partial<AuthoredMessage>> = [
      {
        messageId: message(151),
        author: { userId: user(9), username: ERASED, imported: false },
        content: ERASED,
        revision: 0,
      },
      {
        messageId: message(150),
        author: { userId: user(1), username: 'ada', imported: false },
        content: 'text 150, better',
        reactions: [
          { emoji: '🎉', count: 2, me: false },
          { emoji: '👍', count: 1, me: true },
        ],
        revision: 4,
      },
    ];
    messages.forEach((found, at) => {
      expect(found).to.deep.include(expected[at]);
    });
    expect(messages[1]?.editedAt).not.to.equal(null);
  });

  it('is complete, in order and without repeats, for pages of any size', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        const seen: string[] = [];
        let before: MessageId | undefined;
        for (let at = 0; ; at++) {
          const { messages, nextBefore } = await page(sizes[at % sizes.length] ?? 1, before);
          seen.push(...messages.map(({ messageId }) => messageId));
          if (nextBefore === null) break;
          before = nextBefore;
        }
        expect(seen).to.deep.equal(newestFirst);
      }),
      { numRuns: 15 },
    )).timeout(60_000);

  it('ends with the page that holds the first message, even when that page is full', async () => {
    const { messages, nextBefore } = await page(100, message(101));
    expect(messages.at(-1)?.messageId).to.equal(message(1));
    expect(nextBefore).to.equal(null);
    expect((await page(newestFirst.length)).nextBefore).to.equal(null);
    expect(await page(5, message(1))).to.deep.equal({ messages: [], nextBefore: null });
  });

  it('goes on from a message that was deleted meanwhile', async () => {
    const { messages } = await page(3, message(14));
    expect(messages.map(({ messageId }) => messageId)).to.deep.equal([13, 12, 11].map(message));
  });

  it('holds no message that was sent after `until`, whatever its id', async () => {
    const all = await page(100);
    const through = await side.log.feed.head();
    const until = (position: bigint, before?: MessageId) =>
      side.page(here, { limit: 100, until: position, ...(before === undefined ? {} : { before }) });
    expect(await until(through)).to.deep.equal(all);
    expect((await until(through - 1n)).messages[0]?.messageId).to.equal(message(150));
    expect(await until(0n)).to.deep.equal({ messages: [], nextBefore: null });
    expect(await until(through, message(14))).to.deep.equal(await page(100, message(14)));
    expect(await until(0n, message(14))).to.deep.equal({ messages: [], nextBefore: null });
  });

  for (const [what, before] of [
    ['another channel', message(1_001)],
    ['nowhere', message(9_999)],
  ] as const) {
    it(`does not go on from a message of ${what}`, async () => {
      for (const until of [undefined, 1_000n]) {
        const question = { ...here, viewer, atLeast: undefined, limit: 5, before, until };
        const answer = await side.queries.channelMessages(question)();
        expect(answer).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
      }
    });
  }

  const around = async (kind: 'around' | 'after', n: number, limit: number) => {
    const from = { kind, messageId: message(n) };
    const answer = await side.queries.messagesAround({ ...here, viewer, atLeast: undefined, limit, from })();
    if (answer._tag === 'Left') throw new Error(answer.left.kind);
    const { messages, nextBefore, nextAfter } = answer.right.value;
    return { ids: messages.map(({ messageId }) => messageId), nextBefore, nextAfter };
  };

  it('is given around a message, with a cursor on either side', async () => {
    expect(await around('around', 75, 5)).to.deep.equal({
      ids: [78, 76, 75, 74, 73].map(message),
      nextBefore: message(73),
      nextAfter: message(78),
    });
  });

  it('is given around the place of a message that was deleted', async () => {
    expect((await around('around', 77, 4)).ids).to.deep.equal([79, 78, 76, 75].map(message));
  });

  it('has no cursor before its first message and none after its newest', async () => {
    expect(await around('around', 1, 4)).to.deep.equal({
      ids: [3, 2, 1].map(message),
      nextBefore: null,
      nextAfter: message(3),
    });
    expect(await around('around', 151, 4)).to.deep.equal({
      ids: [151, 150].map(message),
      nextBefore: message(150),
      nextAfter: null,
    });
    expect(await around('around', 75, 1)).to.deep.equal({
      ids: [message(75)],
      nextBefore: message(75),
      nextAfter: message(75),
    });
  });

  it('goes on towards the newest message, page by page, without a gap', async () => {
    const start = await around('around', 75, 6);
    const seen = [...start.ids];
    let after = start.nextAfter;
    while (after !== null) {
      const next = await around('after', Number(after.slice(2)), 7);
      expect(next.nextBefore).to.equal(next.ids.at(-1));
      seen.unshift(...next.ids);
      after = next.nextAfter;
    }
    expect(seen).to.deep.equal(newestFirst.slice(0, seen.length));
    expect(await around('after', 151, 5)).to.deep.equal({ ids: [], nextBefore: message(151), nextAfter: null });
  });

  it('is not given around a message of another channel', async () => {
    const from = { kind: 'around', messageId: message(1_001) } as const;
    const answer = await side.queries.messagesAround({ ...here, viewer, atLeast: undefined, limit: 5, from })();
    expect(answer).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
  });
});
