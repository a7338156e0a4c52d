import type { ChannelId, GuildId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';

/** One aggregate's events. Nothing personal stands in a stream's name: names and codes enter as keyed hashes. */
declare const brand: unique symbol;
export type StreamName = string & { readonly [brand]: 'StreamName' };

/** Lower-case hex of a keyed hash, 64 characters, made by a `KeyedHasher`. */
export type KeyedHash = string & { readonly [brand]: 'KeyedHash' };

const named = (name: string): StreamName => name as StreamName;

export const serverOwnershipStream: StreamName = named('server-ownership');
export const userStream = (id: UserId): StreamName => named(`user-${id}`);
export const usernameStream = (hash: KeyedHash): StreamName => named(`username-${hash}`);
export const sessionStream = (id: SessionId): StreamName => named(`session-${id}`);
export const guildStream = (id: GuildId): StreamName => named(`guild-${id}`);
export const channelStream = (id: ChannelId): StreamName => named(`channel-${id}`);
export const memberStream = (guild: GuildId, user: UserId): StreamName => named(`member-${guild}-${user}`);
export const inviteStream = (hash: KeyedHash): StreamName => named(`invite-${hash}`);
export const messageStream = (id: MessageId): StreamName => named(`message-${id}`);
