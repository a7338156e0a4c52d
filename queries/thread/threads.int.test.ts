import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { type ChannelSide, channelSide, inChannel, viewer } from '#infra/workshop/testkit/channel-side.ts';
import {
  channel,
  channelDeleted,
  channelRenamed,
  channelRestored,
  deleted,
  guild,
  joined,
  message,
  registered,
  sent,
  session,
  threadArchived,
  threadBegun,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { forRole, overwriteSet } from '#infra/workshop/testkit/governance-events.ts';

const here = inChannel(1);
const hidden = inChannel(2);
const bob = { userId: user(2), sessionId: session(2) };
/** The time from which the messages are dated. */
const NOW = Date.now();
const anHourAgo = instantOf(NOW - HOUR_MS);
/** A message that was sent so long ago. */
const saidIn = (thread: ChannelId, n: number, agoMs: number) => {
  const event = sent({ guildId: guild(1), channelId: thread }, message(n), user(1), `text ${n}`);
  return { ...event, data: { ...event.data, sentAt: instantOf(NOW - agoMs) } };
};

describe('the threads of a channel', () => {
  let side: ChannelSide;
  before(async () => {
    side = await channelSide([1, 2], (write) => {
      write(registered(user(2), 'bob'));
      write(joined(guild(1), user(2)));
      write(overwriteSet(guild(1), channel(2), forRole(guild(1)), { deny: ['view_channel'] }));
      write(sent(here, message(1), user(1), 'the root'));
      // Threads 11 to 14: quiet for ever, talked in, archived and talked in since, archived.
      write(threadBegun(here, message(1), user(1), 'about the root'));
      for (const n of [12, 13, 14, 15]) write(threadBegun(here, channel(n), user(2), `thread ${n}`));
      write(saidIn(channel(12), 21, 2 * HOUR_MS));
      write(saidIn(channel(12), 22, HOUR_MS));
      write(saidIn(channel(13), 23, 30 * MINUTE_MS));
      write(threadArchived(guild(1), channel(13), user(1), instantOf(NOW - 40 * MINUTE_MS)));
      write(saidIn(channel(14), 24, 20 * MINUTE_MS));
      write(threadArchived(guild(1), channel(14), user(1), instantOf(NOW - 10 * MINUTE_MS)));
      write(channelDeleted(guild(1), channel(15)));
      write(channelRenamed(guild(1), channel(12), 'renamed'));
      write(threadBegun(hidden, channel(16), user(1), 'a hidden thread'));
      write(saidIn(channel(16), 25, HOUR_MS));
    });
  });
  after(() => side.close());

  const list = async (archived: boolean, limit = 10, before?: ChannelId, by = viewer, of = here) => {
    const answer = await side.queries.threads({
      ...{
        viewer: by,
        atLeast: undefined,
        channelId: of.channelId,
        archived,
        sort: 'activity',
        tagIds: [],
        limit,
        before,
      },
    })();
    return isLeft(answer) ? answer.left : answer.right.value;
  };
  const names = async (archived: boolean) => {
    const page = await list(archived);
    return 'threads' in page ? page.threads.map(({ name }) => name) : page.kind;
  };

  it('are open while messages come, and archived by quiet or by a member, the last active one first', async () => {
    expect(await names(false)).to.deep.equal(['thread 13', 'renamed']);
    expect(await names(true)).to.deep.equal(['thread 14', 'about the root']);
  });

  it('come in pages', async () => {
    const first = await list(false, 1);
    if (!('threads' in first) || first.nextBefore === null) return expect.fail('no page');
    const second = await list(false, 1, first.nextBefore);
    expect('threads' in second && second.threads.map(({ name }) => name)).to.deep.equal(['renamed']);
    expect('threads' in second && second.nextBefore).to.equal(null);
  });

  it('say how many messages they have, when the last one came and when they are archived', async () => {
    const answer = await side.queries.thread({ viewer, atLeast: undefined, channelId: channel(12) })();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    const { messages, lastAt, archivesAt, begunBy, rootId } = answer.right.value;
    expect([messages, begunBy.username, rootId]).to.deep.equal([2, 'bob', null]);
    expect(lastAt).to.equal(anHourAgo);
    expect(archivesAt).to.equal(plusMillis(lastAt as Instant, 1_440 * MINUTE_MS));
  });

  it('are not seen without their channel, and neither are their messages', async () => {
    const asked = { viewer: bob, atLeast: undefined, channelId: channel(16) };
    const answers = await Promise.all([
      side.queries.thread(asked)(),
      side.queries.channelVisible(asked)(),
      side.queries.channelMessages({ ...asked, limit: 5, before: undefined })(),
      side.queries.message({ ...asked, messageId: message(25) })(),
      side.queries.threads({
        ...asked,
        channelId: channel(2),
        archived: false,
        sort: 'activity',
        tagIds: [],
        limit: 5,
        before: undefined,
      })(),
      side.queries.explain({
        viewer: bob,
        atLeast: undefined,
        guildId: guild(1),
        userId: user(2),
        channelId: channel(16),
      })(),
    ]);
    expect(answers.map((answer) => (isLeft(answer) ? answer.left.kind : 'seen'))).to.deep.equal(
      answers.map(() => 'NotVisible'),
    );
    const owner = await side.queries.channelVisible({ ...asked, viewer })();
    expect(owner).to.have.nested.property('right.value.channelKind', 'thread');
  });

  it('have the permissions of their channel, with an explanation', async () => {
    const asked = { viewer: bob, atLeast: undefined, guildId: guild(1), userId: user(2), channelId: channel(12) };
    const answer = await side.queries.explain(asked)();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    expect(answer.right.value).to.have.length(PERMISSIONS.length);
    const writing = answer.right.value.find(({ permission }) => permission === 'send_messages');
    expect(writing?.allowed).to.equal(true);
    expect(writing?.because.at(-1)?.kind).to.equal('thread');
  });

  it('stand at the message that they are about', async () => {
    const { messages } = await side.page(here, { limit: 5 });
    // A rename of the channel left a system line, which begins no thread.
    expect(messages.map(({ kind, thread }) => [kind, thread?.name])).to.deep.include(['message', 'about the root']);
  });

  it('are told to the gateway deleted or not, and channels are not', async () => {
    const answer = await side.queries.threadsNow({ channels: [channel(1), channel(12), channel(15)] })();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    const told = answer.right.threads.map(({ deleted, thread }) => [thread.channelId, deleted]);
    expect(told).to.have.deep.members([
      [channel(12), false],
      [channel(15), true],
    ]);
  });

  it('are away with their channel and with their own deletion, and back after it', async () => {
    const seen = async (...events: ReadonlyArray<Parameters<ChannelSide['log']['write']>[0]>) => {
      const of = await channelSide([1], (write) => {
        write(threadBegun(here, channel(12), user(1)));
        write(sent({ guildId: guild(1), channelId: channel(12) }, message(2), user(1), 'words'));
        for (const event of events) write(event);
      });
      const answer = await of.queries.channelMessages({
        ...{ viewer, atLeast: undefined, channelId: channel(12), limit: 5, before: undefined },
      })();
      await of.close();
      return isLeft(answer) ? answer.left.kind : answer.right.value.messages.length;
    };
    expect(await seen()).to.equal(1);
    expect(await seen(channelDeleted(guild(1), channel(1)))).to.equal('NotVisible');
    expect(await seen(channelDeleted(guild(1), channel(12)))).to.equal('NotVisible');
    const back = [channelDeleted(guild(1), channel(12)), channelRestored(guild(1), channel(12))];
    expect(await seen(...back)).to.equal(1);
    expect(await seen(deleted({ ...here, channelId: channel(12) }, message(2), user(1)))).to.equal(0);
  }).timeout(60_000);
});
