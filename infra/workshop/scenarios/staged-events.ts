/** Builds events by number, as commands would have made them. It uses few ids, so that tests stay short. */

import type { DomainEvent } from '#domain/event-catalog.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, InviteId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import {
  channelStream,
  guildStream,
  memberStream,
  messageStream,
  type StreamName,
  sessionStream,
  userStream,
} from '#domain/kernel/stream.ts';
import { NO_FILES } from '#domain/message/attachments.ts';
import type { CarriedMentions, Mentions } from '#domain/message/mentions.ts';

const ulid = (kind: string, n: number): string => `0${kind}${String(n).padStart(24, '0')}`;
export const userId = (n: number) => ulid('A', n) as UserId;
export const guildId = (n: number) => ulid('B', n) as GuildId;
export const channelId = (n: number) => ulid('C', n) as ChannelId;
export const messageId = (n: number) => ulid('D', n) as MessageId;
export const sessionId = (n: number) => ulid('E', n) as SessionId;

/** Returns the stream of an event. */
export const streamOf = ({ type, data }: DomainEvent): StreamName => {
  if (type.startsWith('message.') && 'messageId' in data) return messageStream(data.messageId);
  if ('sessionId' in data) return sessionStream(data.sessionId);
  if (type.startsWith('guild.member') && 'userId' in data && 'guildId' in data) {
    return memberStream(data.guildId, data.userId);
  }
  if (type.startsWith('channel.') && 'channelId' in data && data.channelId !== null) {
    return channelStream(data.channelId);
  }
  if ('guildId' in data) return guildStream(data.guildId);
  if ('userId' in data) return userStream(data.userId);
  throw new Error(`no staged event is a ${type}`);
};

export const registered = (n: number): DomainEvent => ({
  type: 'account.registered',
  data: { userId: userId(n), username: `person${n}`, via: 'open' },
});
export const guildMade = (n: number, owner: number): DomainEvent => ({
  type: 'guild.created',
  data: {
    guildId: guildId(n),
    name: `guild ${n}`,
    ownerId: userId(owner),
    everyone: ['view_channel', 'send_messages'],
  },
});
export const channelMade = (n: number, guild = 1): DomainEvent => ({
  type: 'channel.created',
  data: { channelId: channelId(n), home: inGuild(guildId(guild)), parentId: null, name: `channel-${n}`, kind: 'text' },
});
export const listed = (n: number, guild = 1): DomainEvent => ({
  type: 'guild.channel-listed',
  data: { guildId: guildId(guild), channelId: channelId(n) },
});
export const joined = (n: number, guild = 1): DomainEvent => ({
  type: 'guild.member-joined',
  data: {
    guildId: guildId(guild),
    userId: userId(n),
    via: { kind: 'invite', inviteId: ulid('F', 1) as InviteId },
    joinedAt: instantOf(0),
  },
});
export const kicked = (n: number, guild = 1): DomainEvent => ({
  type: 'guild.member-kicked',
  data: { guildId: guildId(guild), userId: userId(n), by: userId(1), reason: null },
});
export const sent = (
  n: number,
  over: {
    readonly guild?: GuildId;
    readonly channel?: ChannelId;
    readonly authorId?: UserId;
    readonly content?: string;
    readonly sentAt?: Instant;
    readonly replyTo?: MessageId | null;
    readonly mentions?: Mentions;
  } = {},
): DomainEvent => ({
  type: 'message.sent',
  data: {
    messageId: messageId(n),
    channelId: over.channel ?? channelId(1),
    home: inGuild(over.guild ?? guildId(1)),
    authorId: over.authorId ?? userId(1),
    kind: 'message',
    content: over.content ?? `message ${n}`,
    sentAt: over.sentAt ?? instantOf(Date.UTC(2026, 0, 5, 12) + n),
    replyTo: over.replyTo ?? null,
    mentionReplied: false,
    mentions: over.mentions ?? null,
    ...NO_FILES,
    forward: null,
  },
});
const placed = (n: number) => ({ messageId: messageId(n), channelId: channelId(1), home: inGuild(guildId(1)) });
export const edited = (n: number, content: string, mentions: CarriedMentions = null): DomainEvent => ({
  type: 'message.edited',
  data: { ...placed(n), content, editedAt: instantOf(Date.UTC(2026, 0, 6)), mentions },
});
export const deleted = (n: number): DomainEvent => ({
  type: 'message.deleted',
  data: { ...placed(n), by: userId(1), deletedAt: instantOf(Date.UTC(2026, 0, 6)), authorId: userId(1), reason: null },
});
export const reacted = (n: number, emoji: string, by: number): DomainEvent => ({
  type: 'message.reaction-added',
  data: { ...placed(n), emoji, userId: userId(by) },
});
export const unreacted = (n: number, emoji: string, by: number): DomainEvent => ({
  type: 'message.reaction-removed',
  data: { ...placed(n), emoji, userId: userId(by) },
});
export const sessionRevoked = (session: number, user: number): DomainEvent => ({
  type: 'session.revoked',
  data: { sessionId: sessionId(session), userId: userId(user), cause: 'revoked-by-user' },
});
