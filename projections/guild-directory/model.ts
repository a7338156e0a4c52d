/** Tables of guild-directory, as readers see them under `read`. `position` is that of the event that put the row. */
import type { ChannelKind } from '#domain/channel/events.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { integer, json, key, logPosition, nullable, table, text, truth, written } from '#projections/engine/table.ts';

export const GUILD_DIRECTORY = 'guild-directory';

/** `read.guild` */
export const guild = table('guild', {
  guild_id: key(text<GuildId>()),
  name: written(),
  owner_id: text<UserId>(),
  created_at: text<Instant>(),
  position: logPosition(),
});

/** `read.role`: the everyone-role has the id of its guild. */
export const role = table('role', {
  guild_id: key(text<GuildId>()),
  role_id: key(text<RoleId>()),
  rank: integer(),
  /** A list of names. */
  permissions: json(),
  position: logPosition(),
});

/** `read.channel`: a channel by its own stream. Readers see it only while `read.channel_listing` has it too. */
export const channel = table('channel', {
  channel_id: key(text<ChannelId>()),
  guild_id: text<GuildId>(),
  parent_id: nullable(text<ChannelId>()),
  name: written(),
  kind: text<ChannelKind>(),
  created_at: text<Instant>(),
  position: logPosition(),
});

/** `read.channel_listing`: a guild's own list of its channels. */
export const channelListing = table('channel_listing', {
  channel_id: key(text<ChannelId>()),
  guild_id: text<GuildId>(),
  position: logPosition(),
});

/** `read.member` */
export const member = table('member', {
  guild_id: key(text<GuildId>()),
  user_id: key(text<UserId>()),
  joined_at: text<Instant>(),
  position: logPosition(),
});

/** `read.account` */
export const account = table('account', {
  user_id: key(text<UserId>()),
  /** Null once erased. */
  username: nullable(written()),
  imported: truth(),
  created_at: text<Instant>(),
  position: logPosition(),
});

/** `read.server_owner` */
export const serverOwner = table('server_owner', {
  user_id: key(text<UserId>()),
  position: logPosition(),
});
