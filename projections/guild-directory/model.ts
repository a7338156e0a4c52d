/** Tables of guild-directory, as readers see them under `read`. `position` is that of the event that put the row. */
import type { ChannelKind } from '#domain/channel/events.ts';
import type { ChannelId, GuildId, InviteId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import {
  integer,
  json,
  key,
  logPosition,
  nullable,
  table,
  text,
  truth,
  written,
  writtenByBytes,
} from '#projections/engine/table.ts';

export const GUILD_DIRECTORY = 'guild-directory';

/**
 * `read.guild`. `changed_position` is that of the last event that changed the guild, its roles, its channels or their
 * overwrites. A copy of these in memory is old when it has another one.
 */
export const guild = table('guild', {
  guild_id: key(text<GuildId>()),
  name: written(),
  owner_id: text<UserId>(),
  /** Null without a lockdown. Its `until` may have passed, because the clock ends it and no event. */
  lockdown: nullable(json()),
  /** The ids of the channels in the order of their display. A channel that it does not name comes last. */
  channel_order: json(),
  created_at: text<Instant>(),
  changed_position: logPosition(),
  position: logPosition(),
});

/** `read.role`: the everyone-role has the id of its guild. A deleted role gives nothing and can be restored. */
export const role = table('role', {
  guild_id: key(text<GuildId>()),
  role_id: key(text<RoleId>()),
  name: written(),
  color: nullable(written()),
  hoist: truth(),
  mentionable: truth(),
  rank: integer(),
  /** A list of names. */
  permissions: json(),
  deleted: truth(),
  position: logPosition(),
});

/**
 * `read.channel`: a channel by its own stream. Readers see it only while `read.channel_listing` has it too. A deleted
 * channel keeps its row: channels that are synced with a deleted category go on having its overwrites.
 */
export const channel = table('channel', {
  channel_id: key(text<ChannelId>()),
  guild_id: text<GuildId>(),
  parent_id: nullable(text<ChannelId>()),
  /** The category whose overwrites this channel has. Null for a channel with overwrites of its own. */
  synced_with: nullable(text<ChannelId>()),
  name: written(),
  topic: nullable(written()),
  kind: text<ChannelKind>(),
  slow_mode_secs: integer(),
  /** The tags that a forum offers, in their order: a list of `ForumTag`. */
  tags: json(),
  /** True for a forum in which each new post must carry a tag. */
  tag_required: truth(),
  created_at: text<Instant>(),
  /** Null while the channel is there. */
  deleted_at: nullable(text<Instant>()),
  /** True once a deleted channel cannot be restored any more. */
  erased: truth(),
  position: logPosition(),
});

/**
 * `read.thread`: a thread by its own stream. Readers see it where they see `parent_id`, which is no thread. A deleted
 * thread keeps its row, because the deletion can be undone.
 */
export const thread = table('thread', {
  channel_id: key(text<ChannelId>()),
  guild_id: text<GuildId>(),
  parent_id: text<ChannelId>(),
  /** The message that the thread is about. Null for a thread by itself. */
  root_id: nullable(text<MessageId>()),
  name: written(),
  begun_by: text<UserId>(),
  begun_at: text<Instant>(),
  /** Minutes of quiet after which the thread is archived. */
  archive_after_mins: integer(),
  /** The tags that were put on a post: a list of ids. It may name tags that the forum has no more. */
  tag_ids: json(),
  /** The last time when a member archived the thread. A later message opened it again. */
  archived_at: nullable(text<Instant>()),
  deleted_at: nullable(text<Instant>()),
  position: logPosition(),
});

/** `read.overwrite`: `target` is `role:<id>` or `member:<id>`. One of the two ids is null. */
export const overwrite = table('overwrite', {
  channel_id: key(text<ChannelId>()),
  target: key(text()),
  guild_id: text<GuildId>(),
  role_id: nullable(text<RoleId>()),
  user_id: nullable(text<UserId>()),
  /** Lists of names. */
  allow: json(),
  deny: json(),
  position: logPosition(),
});

/** `read.channel_listing`: a guild's own list of its channels. */
export const channelListing = table('channel_listing', {
  channel_id: key(text<ChannelId>()),
  guild_id: text<GuildId>(),
  position: logPosition(),
});

/** `read.member`: the owner is a member too, and so is the founder until they leave or are removed. */
export const member = table('member', {
  guild_id: key(text<GuildId>()),
  user_id: key(text<UserId>()),
  /** Null without a nickname, and once it is erased. */
  nickname: nullable(written()),
  joined_at: text<Instant>(),
  position: logPosition(),
});

/** `read.member_role`: roles of members. A deleted role stays here. */
export const memberRole = table('member_role', {
  guild_id: key(text<GuildId>()),
  user_id: key(text<UserId>()),
  role_id: key(text<RoleId>()),
  position: logPosition(),
});

/** `read.time_out`: it outlives a membership, so that no member ends it by leaving and joining again. It may have passed. */
export const timeOut = table('time_out', {
  guild_id: key(text<GuildId>()),
  user_id: key(text<UserId>()),
  until: text<Instant>(),
  position: logPosition(),
});

/** `read.ban`: users who are banned now. `banned_by` is an actor, `<kind>:<id>`. */
export const ban = table('ban', {
  guild_id: key(text<GuildId>()),
  user_id: key(text<UserId>()),
  banned_by: writtenByBytes(),
  banned_at: text<Instant>(),
  /** Null when none was given, and when it was erased. */
  reason: nullable(written()),
  reason_erased: truth(),
  position: logPosition(),
});

/** `read.invite`: all invites of a guild, also those that let no user in any more. `stream` holds the hash of the code. */
export const invite = table('invite', {
  invite_id: key(text<InviteId>()),
  guild_id: text<GuildId>(),
  stream: text<StreamName>(),
  channel_id: nullable(text<ChannelId>()),
  creator_id: text<UserId>(),
  created_at: text<Instant>(),
  expires_at: nullable(text<Instant>()),
  max_uses: nullable(integer()),
  uses: integer(),
  revoked: truth(),
  position: logPosition(),
});

/**
 * `read.hidden_stream`: streams that could not be read, so that their rows are hidden. A copy of a guild in memory is
 * old once this table changed, because a hidden channel does not name its guild.
 */
export const hiddenStream = table('hidden_stream', {
  stream: key(text<StreamName>()),
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
