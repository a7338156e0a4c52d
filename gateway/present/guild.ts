import type { MadeGuild } from '#commands/commands.ts';
import type * as guild from '#domain/guild/rejections.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { saysWhy, shared } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { AuditEntry, Guild, GuildEntry, Member } from '#gateway/protocol/resources.ts';
import type { AuditEntryView, ChannelView, GuildSight, GuildView, MemberView } from '#queries/queries.ts';

export const presentGuild = (view: GuildView): Guild => ({
  guild_id: view.guildId,
  name: view.name,
  owner_id: view.ownerId,
  created_at: view.createdAt,
});

const presentHead = ({ channelId, name, channelKind, parentId, createdAt }: ChannelView) => ({
  channel_id: channelId,
  name,
  kind: channelKind,
  parent_id: parentId,
  created_at: createdAt,
});

/**
 * Presents a guild as one viewer sees it. Channels with the same permissions stand together, because the query shares
 * equal lists of permissions.
 */
export const presentGuildSight = ({ guild, permissions, channels }: GuildSight): GuildEntry => ({
  guild: presentGuild(guild),
  permissions,
  sights: [...Map.groupBy(channels, (channel) => channel.permissions)].map(([same, together]) => ({
    permissions: same,
    channels: together.map(presentHead),
  })),
});

/** Presents a new guild to the user who made it. */
export const presentGuildMade = (made: MadeGuild): Guild => ({
  guild_id: made.guildId,
  name: made.name,
  owner_id: made.ownerId,
  created_at: made.createdAt,
});

export const presentMember = (view: MemberView): Member => ({
  user: presentUser(view),
  joined_at: view.joinedAt,
  owner: view.owner,
});

export const presentAuditEntry = (view: AuditEntryView): AuditEntry => ({
  at: view.at,
  actor: view.actor,
  action: view.action,
  target: view.target,
  reason: view.reason === null || isErased(view.reason) ? null : view.reason,
});

const nameInvalid = saysWhy('guild_name_invalid', 'name');

export const createGuildRefusals: Refusals<guild.CreateGuildRejection> = {
  GuildNameInvalid: nameInvalid,
  TooManyGuilds: {
    code: 'too_many_guilds',
    explain: ({ max }) => ({ detail: `One user owns at most ${max} guilds. Delete one that is no longer needed.` }),
  },
  AttemptReused: shared.AttemptReused,
};

export const changeGuildRefusals: Refusals<guild.ChangeGuildRejection> = {
  GuildUnknown: shared.GuildUnknown,
  GuildNameInvalid: nameInvalid,
  MissingPermission: shared.MissingPermission,
  AttemptReused: shared.AttemptReused,
};

export const deleteGuildRefusals: Refusals<guild.DeleteGuildRejection> = {
  GuildUnknown: shared.GuildUnknown,
  NotTheOwner: explained('not_the_owner', 'Only the owner of a guild can delete it.'),
  AttemptReused: shared.AttemptReused,
};

export const leaveGuildRefusals: Refusals<guild.LeaveGuildRejection> = {
  GuildUnknown: shared.GuildUnknown,
  OwnerCannotLeave: explained(
    'owner_cannot_leave',
    'An owner cannot leave. Delete the guild if its members no longer need it.',
  ),
  AttemptReused: shared.AttemptReused,
};

export const beginLockdownRefusals: Refusals<guild.BeginLockdownRejection> = {
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  LockdownInvalid: saysWhy('lockdown_invalid', 'until'),
  ReasonInvalid: saysWhy('reason_invalid', 'reason'),
  AttemptReused: shared.AttemptReused,
};

export const endLockdownRefusals: Refusals<guild.EndLockdownRejection> = {
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  AttemptReused: shared.AttemptReused,
};
