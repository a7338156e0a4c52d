import { expect } from 'chai';
import type { ChannelId, GuildId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import * as streams from '#domain/kernel/stream.ts';

describe('the name of a stream', () => {
  const id = '01HZY7M9Q8N6P5R4S3T2V1W0XK';
  const other = '01HZY7M9Q8N6P5R4S3T2V1W0XM';
  const hash = 'a'.repeat(64) as streams.KeyedHash;

  it('tells the kind and the id, and never changes', () => {
    expect([
      streams.serverOwnershipStream,
      streams.userStream(id as UserId),
      streams.usernameStream(hash),
      streams.sessionStream(id as SessionId),
      streams.guildStream(id as GuildId),
      streams.channelStream(id as ChannelId),
      streams.memberStream(id as GuildId, other as UserId),
      streams.inviteStream(hash),
      streams.messageStream(id as MessageId),
    ]).to.deep.equal([
      'server-ownership',
      `user-${id}`,
      `username-${hash}`,
      `session-${id}`,
      `guild-${id}`,
      `channel-${id}`,
      `member-${id}-${other}`,
      `invite-${hash}`,
      `message-${id}`,
    ]);
  });
});
