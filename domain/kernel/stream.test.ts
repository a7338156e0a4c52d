import { expect } from 'chai';
import type { ChannelId, GuildId, MessageId, SessionId, UserId } from './ids.ts';
import {
  channelStream,
  guildStream,
  inviteStream,
  type KeyedHash,
  memberStream,
  messageStream,
  partsOf,
  type StreamName,
  type StreamParts,
  serverOwnershipStream,
  sessionStream,
  usernameStream,
  userStream,
} from './stream.ts';

const userId = '01ARZ3NDEKTSV4RRFFQ69G5FAA' as UserId;
const guildId = '01ARZ3NDEKTSV4RRFFQ69G5FAB' as GuildId;
const channelId = '01ARZ3NDEKTSV4RRFFQ69G5FAC' as ChannelId;
const sessionId = '01ARZ3NDEKTSV4RRFFQ69G5FAD' as SessionId;
const messageId = '01ARZ3NDEKTSV4RRFFQ69G5FAE' as MessageId;
const hash = '0123456789abcdef'.repeat(4) as KeyedHash;

/** Every kind of stream, under its own kind: a new kind does not compile until it stands here. */
const written: {
  readonly [Kind in StreamParts['kind']]: readonly [StreamName, StreamParts & { readonly kind: Kind }];
} = {
  'server-ownership': [serverOwnershipStream, { kind: 'server-ownership' }],
  user: [userStream(userId), { kind: 'user', userId }],
  username: [usernameStream(hash), { kind: 'username', hash }],
  session: [sessionStream(sessionId), { kind: 'session', sessionId }],
  guild: [guildStream(guildId), { kind: 'guild', guildId }],
  channel: [channelStream(channelId), { kind: 'channel', channelId }],
  member: [memberStream(guildId, userId), { kind: 'member', guildId, userId }],
  invite: [inviteStream(hash), { kind: 'invite', hash }],
  message: [messageStream(messageId), { kind: 'message', messageId }],
};

describe('the name of a stream', () => {
  it('never changes, because the log is found by it', () => {
    expect(Object.values(written).map(([name]) => name)).to.deep.equal([
      'server-ownership',
      `user-${userId}`,
      `username-${hash}`,
      `session-${sessionId}`,
      `guild-${guildId}`,
      `channel-${channelId}`,
      `member-${guildId}-${userId}`,
      `invite-${hash}`,
      `message-${messageId}`,
    ]);
  });
  for (const [kind, [name, parts]] of Object.entries(written)) {
    it(`of kind ${kind} is read back as it was written`, () => {
      expect(partsOf(name)).to.deep.equal(parts);
    });
  }

  for (const name of [
    '',
    'message',
    'message-',
    'message-1',
    `message-${messageId}-`,
    `message-${messageId}-${messageId}`,
    `member-${guildId}`,
    `member-${guildId}-${userId}-${userId}`,
    `username-${messageId}`,
    `invite-${hash.toUpperCase()}`,
    `server-${guildId}`,
    `Message-${messageId}`,
  ]) {
    it(`has no parts when it is “${name}”, which is no stream name`, () => {
      expect(partsOf(name as StreamName)).to.equal(undefined);
    });
  }
});
