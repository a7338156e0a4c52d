import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';

/** Makes the operation that puts one message into the search index. Its number is its id, its position and its time. */
export const putMessage = (n: number, content: string): IndexOp => ({
  op: 'put',
  messageId: message(n),
  channelId: channel(1),
  guildId: guild(1),
  authorId: user(1),
  sentAtMs: n,
  sentPosition: BigInt(n),
  content,
  mentions: [],
  has: [],
});
