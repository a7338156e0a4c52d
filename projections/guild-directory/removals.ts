/** Removes and hides rows of a guild and of a membership, which stand in many tables. */
import type { Position } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { partsOf } from '#domain/kernel/stream.ts';
import { amend, put, remove, removeAll, type TableOp } from '#projections/engine/table.ts';
import {
  account,
  ban,
  channel,
  channelListing,
  guild,
  hiddenStream,
  invite,
  member,
  memberRole,
  overwrite,
  role,
  serverOwner,
  thread,
  timeOut,
} from '#projections/guild-directory/model.ts';
import type { EventPlace } from '#projections/ports/read-model.ts';

export const tables = [
  guild,
  role,
  channel,
  thread,
  overwrite,
  channelListing,
  member,
  memberRole,
  timeOut,
  ban,
  invite,
  account,
  serverOwner,
  hiddenStream,
] as const;
export type Ops = ReadonlyArray<TableOp<(typeof tables)[number]['name']>>;

/** Removes a guild with all that was in it before this position. */
export const removeGuild = (guildId: GuildId, before: Position): Ops => [
  remove(guild, { guild_id: guildId }),
  removeAll(role, { guild_id: guildId }, before),
  removeAll(channel, { guild_id: guildId }, before),
  removeAll(thread, { guild_id: guildId }, before),
  removeAll(overwrite, { guild_id: guildId }, before),
  removeAll(channelListing, { guild_id: guildId }, before),
  removeAll(member, { guild_id: guildId }, before),
  removeAll(memberRole, { guild_id: guildId }, before),
  removeAll(timeOut, { guild_id: guildId }, before),
  removeAll(ban, { guild_id: guildId }, before),
  removeAll(invite, { guild_id: guildId }, before),
];

/** Ends a membership with its roles. A time-out stays. */
export const removeMember = (guildId: GuildId, userId: UserId, before: Position): Ops => [
  remove(member, { guild_id: guildId, user_id: userId }),
  removeAll(memberRole, { guild_id: guildId, user_id: userId }, before),
];

/**
 * Hides the rows of a stream that can no longer be read. A guild or channel that may have been deleted is removed, and so
 * is a member who may have left. A name that may have been erased counts as erased. An invite may have been revoked. A
 * ban stays.
 */
export const hide = ({ stream, position }: EventPlace): Ops => {
  const hidden = put(hiddenStream, { stream, position });
  const parts = partsOf(stream);
  switch (parts?.kind) {
    case 'guild':
      return [...removeGuild(parts.guildId, position), hidden];
    case 'channel':
      return [
        remove(channel, { channel_id: parts.channelId }),
        remove(thread, { channel_id: parts.channelId }),
        removeAll(overwrite, { channel_id: parts.channelId }, position),
        hidden,
      ];
    case 'member':
      return [...removeMember(parts.guildId, parts.userId, position), hidden];
    case 'invite':
      return [removeAll(invite, { stream }, position), hidden];
    case 'user':
      return [amend(account, { user_id: parts.userId }, { username: null })];
    default:
      return [];
  }
};
