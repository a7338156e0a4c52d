import { ChannelId, GuildId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';

declare const brand: unique symbol;
/** The name of one stream. It holds nothing personal: usernames and invite codes stand in it as keyed hashes. */
export type StreamName = string & { readonly [brand]: 'StreamName' };

/** A keyed hash as 64 lower-case hex characters. A `KeyedHasher` makes it. */
export type KeyedHash = string & { readonly [brand]: 'KeyedHash' };
const KEYED_HASH = /^[0-9a-f]{64}$/;
const isKeyedHash = (text: string): text is KeyedHash => KEYED_HASH.test(text);

const named = (name: string): StreamName => name as StreamName;

export const serverOwnershipStream: StreamName = named('server-ownership');
export const userStream = (id: UserId): StreamName => named(`user-${id}`);
export const usernameStream = (hash: KeyedHash): StreamName => named(`username-${hash}`);
export const sessionStream = (id: SessionId): StreamName => named(`session-${id}`);
export const guildStream = (id: GuildId): StreamName => named(`guild-${id}`);
export const channelStream = (id: ChannelId): StreamName => named(`channel-${id}`);
export const memberStream = (guild: GuildId, user: UserId): StreamName => named(`member-${guild}-${user}`);
export const inviteStream = (hash: KeyedHash): StreamName => named(`invite-${hash}`);
export const isInviteStream = (stream: StreamName): boolean => stream.startsWith('invite-');
export const messageStream = (id: MessageId): StreamName => named(`message-${id}`);

/** The parts of a stream name: the kind of thing and its ids. */
export type StreamParts =
  | { readonly kind: 'server-ownership' }
  | { readonly kind: 'user'; readonly userId: UserId }
  | { readonly kind: 'username'; readonly hash: KeyedHash }
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | { readonly kind: 'guild'; readonly guildId: GuildId }
  | { readonly kind: 'channel'; readonly channelId: ChannelId }
  | { readonly kind: 'member'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'invite'; readonly hash: KeyedHash }
  | { readonly kind: 'message'; readonly messageId: MessageId };

const partsByKind = (kind: string, id: string): StreamParts | undefined => {
  switch (kind) {
    case 'user':
      return UserId.is(id) ? { kind, userId: id } : undefined;
    case 'username':
      return isKeyedHash(id) ? { kind, hash: id } : undefined;
    case 'session':
      return SessionId.is(id) ? { kind, sessionId: id } : undefined;
    case 'guild':
      return GuildId.is(id) ? { kind, guildId: id } : undefined;
    case 'channel':
      return ChannelId.is(id) ? { kind, channelId: id } : undefined;
    case 'invite':
      return isKeyedHash(id) ? { kind, hash: id } : undefined;
    case 'message':
      return MessageId.is(id) ? { kind, messageId: id } : undefined;
    default:
      return undefined;
  }
};

/** Reads the parts of a stream name. Answers `undefined` for a name that none of the functions above makes. */
export const partsOf = (stream: StreamName): StreamParts | undefined => {
  if (stream === serverOwnershipStream) return { kind: 'server-ownership' };
  const [kind = '', first = '', second, ...more] = stream.split('-');
  if (more.length > 0) return undefined;
  if (second === undefined) return partsByKind(kind, first);
  return kind === 'member' && GuildId.is(first) && UserId.is(second)
    ? { kind, guildId: first, userId: second }
    : undefined;
};
