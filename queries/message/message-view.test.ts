import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';
import { MessageViewRow, messageView } from '#queries/message/message-view.ts';
import { checkedRow } from '#queries/row-codec.ts';

const row = {
  message_id: message(1),
  guild_id: guild(1) as string | null,
  channel_id: channel(1),
  author_id: user(1),
  kind: 'message',
  content: 'hello',
  revision: 0,
  sent_at: '2026-02-03T04:05:06.007Z',
  edited_at: null,
  reply_to: null,
  username: 'ada',
  imported: false,
  reactions: null,
  replied: null,
  mentions: null,
  pinned_at: null,
  pinned_by: null,
  thread: null,
  thread_id: null,
  forwarded_id: null,
  forwarded_channel: null,
  forwarded_said_at: null,
  forward: null,
  files: null,
  stands_in: null,
};

describe('the row of a message', () => {
  for (const [where, guildId] of [
    ['a guild', guild(1)],
    ['a conversation', null],
  ] as const)
    it(`is read in ${where}, with the guild that it names`, () => {
      const read = checkedRow(MessageViewRow, { ...row, guild_id: guildId });
      if (isLeft(read)) throw new Error(read.left);
      expect(messageView(read.right)).to.deep.include({ guildId, channelId: channel(1), content: 'hello' });
    });
});
