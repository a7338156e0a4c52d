/** A small world for tests. It has few ids, so that generated inputs refer to each other. */

import type { ChannelId, GuildId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import type { FactsOf } from '#web/store/inputs.ts';

type Message = FactsOf<'message_create'>['message'];
type Guild = FactsOf<'guild_create'>['guild'];
type Channel = FactsOf<'channel_create'>['channel'];
type Role = FactsOf<'role_create'>['role'];
type Member = FactsOf<'member_add'>['member'];
type Thread = FactsOf<'thread_update'>['thread'];

/** Builds an id from a number: 26 characters, ordered as the numbers. */
const ulid = (kind: string, n: number): string => `0${kind}${String(n).padStart(24, '0')}`;
export const userId = (n: number) => ulid('A', n) as UserId;
export const guildId = (n: number) => ulid('B', n) as GuildId;
export const channelId = (n: number) => ulid('C', n) as ChannelId;
export const messageId = (n: number) => ulid('D', n) as MessageId;

export const NOON: Instant = instantOf(Date.UTC(2026, 0, 5, 12));
export const later = (seconds: number): Instant => instantOf(Date.UTC(2026, 0, 5, 12) + seconds * 1_000);

export const user = (n: number): Member['user'] => ({ user_id: userId(n), username: `person${n}`, imported: false });
export const me: FactsOf<'ready'>['user'] = {
  user_id: userId(1),
  username: 'person1',
  server_owner: false,
  created_at: NOON,
};
export const guild = (n: number, name = `guild ${n}`): Guild => ({
  guild_id: guildId(n),
  name,
  owner_id: userId(1),
  created_at: NOON,
});
export const channel = (n: number, of = 1): Channel => ({
  channel_id: channelId(n),
  guild_id: guildId(of),
  name: `channel-${n}`,
  kind: 'text',
  parent_id: null,
  created_at: NOON,
  permissions: ['view_channel', 'send_messages'],
});
/** A thread by itself in a channel, by default the first one. */
export const thread = (n: number, over: Partial<Thread> = {}): Thread => ({
  channel_id: channelId(n),
  guild_id: guildId(1),
  parent_id: channelId(1),
  root_id: null,
  name: `thread ${n}`,
  begun_by: user(1),
  begun_at: NOON,
  archive_after_mins: 4_320,
  messages: 0,
  last_at: null,
  archives_at: later(3 * 86_400_000),
  ...over,
});
/** An entry of a guild, in which its viewer may do the same in all of these channels. */
export const entry = (
  one: Guild,
  channels: ReadonlyArray<Channel> = [],
  permissions: FactsOf<'guild_create'>['permissions'] = ['view_channel', 'send_messages'],
): FactsOf<'guild_create'> => ({
  guild: one,
  permissions,
  sights: [...Map.groupBy(channels, (each) => each.permissions)].map(([same, together]) => ({
    permissions: same,
    channels: together.map(({ channel_id, name, kind, parent_id, created_at }) => ({
      channel_id,
      name,
      kind,
      parent_id,
      created_at,
    })),
  })),
  roles: [],
});
export const roleId = (n: number): RoleId => (n === 0 ? guildId(1) : ulid('F', n)) as string as RoleId;
export const role = (n: number, rank: number): Role => ({
  role_id: roleId(n),
  guild_id: guildId(1),
  name: `role ${n}`,
  color: null,
  hoist: false,
  mentionable: false,
  permissions: [],
  rank,
});
export const member = (n: number): Member => ({
  user: user(n),
  joined_at: NOON,
  owner: n === 1,
  role_ids: [],
  nickname: null,
  timed_out_until: null,
});
export const message = (n: number, over: Partial<Message> = {}): Message => ({
  message_id: messageId(n),
  guild_id: guildId(1),
  channel_id: channelId(1),
  author_id: userId(2),
  author: user(2),
  kind: 'message',
  content: `message ${n}`,
  created_at: later(n),
  edited_at: null,
  reply_to: null,
  reactions: [],
  revision: 0,
  ...over,
});
export const inChannel = { channel_id: channelId(1) };
/** A message's channel and guild, as dispatches name them. */
export const address = { ...inChannel, guild_id: guildId(1) };
