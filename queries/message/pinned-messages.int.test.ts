import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { type ChannelSide, channelSide, inChannel, viewer } from '#infra/workshop/testkit/channel-side.ts';
import {
  channelDeleted,
  channelErased,
  channelRestored,
  deleted,
  edited,
  listed,
  message,
  pinned,
  restored,
  sent,
  unlisted,
  unpinned,
  user,
} from '#infra/workshop/testkit/community-events.ts';

const here = inChannel(1);
describe('the pinned messages of a channel', () => {
  let side: ChannelSide;
  before(async () => {
    side = await channelSide([1, 2], (write) => {
      for (const n of [1, 2, 3, 4, 5]) write(sent(here, message(n), user(1), `text ${n}`));
      for (const n of [1, 2, 3, 4, 5]) write(pinned(here, message(n), user(1)));
      write(unpinned(here, message(2), user(1)));
      write(edited(here, message(1), 'text 1, better'));
      write(deleted(here, message(3), user(1)));
      write(deleted(here, message(4), user(2)));
      write(restored(here, message(4), user(1)));
    });
  });
  after(() => side.close());

  it('are told with the newest pin first, without deleted ones and with restored ones', async () => {
    const read = await side.queries.pinnedMessages({ ...here, viewer, atLeast: undefined })();
    if (isLeft(read)) throw new Error(read.left.kind);
    expect(read.right.value.map(({ messageId }) => messageId)).to.deep.equal([5, 4, 1].map(message));
    expect(read.right.value.every(({ pin }) => pin?.by === user(1))).to.equal(true);
    expect(read.right.value.at(-1)?.content).to.equal('text 1, better');
  });

  it('cannot be read in a deleted channel, are there again in a restored one, and are gone with an erased one', async () => {
    const lastly = async (...events: ReadonlyArray<DomainEvent>) => {
      const of = await channelSide([1, 2], (write) => {
        write(sent(here, message(1), user(1), 'kept'));
        write(pinned(here, message(1), user(1)));
        for (const event of events) write(event);
      });
      const read = await of.queries.pinnedMessages({ ...here, viewer, atLeast: undefined })();
      const rows = await of.pool.any(sql.unsafe`SELECT FROM read.message WHERE pinned_at IS NOT NULL`);
      await of.close();
      return {
        told: isLeft(read) ? read.left.kind : read.right.value.map(({ messageId }) => messageId),
        rows: rows.length,
      };
    };
    const gone = [channelDeleted(here.guildId, here.channelId), unlisted(here.guildId, here.channelId)];
    const back = [channelRestored(here.guildId, here.channelId), listed(here.guildId, here.channelId)];
    expect(await lastly(...gone)).to.deep.equal({ told: 'NotVisible', rows: 1 });
    expect(await lastly(...gone, ...back)).to.deep.equal({ told: [message(1)], rows: 1 });
    expect(await lastly(...gone, channelErased(here.guildId, here.channelId))).to.deep.equal({
      told: 'NotVisible',
      rows: 0,
    });
  }).timeout(60_000);

  it('say so in the history too, and others do not', async () => {
    const { messages } = await side.page(here, { limit: 20 });
    const sentOnes = messages.filter(({ kind }) => kind === 'message');
    expect(sentOnes.map(({ messageId, pin }) => [messageId, pin !== null])).to.deep.equal([
      [message(5), true],
      [message(4), true],
      [message(2), false],
      [message(1), true],
    ]);
  });
});
