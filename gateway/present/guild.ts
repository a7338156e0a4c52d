import type { MadeGuild } from '#commands/commands.ts';
import type * as guild from '#domain/guild/rejections.ts';
import { presentExtras } from '#gateway/present/channel.ts';
import { headerReasonInvalid, saysWhy, shared } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import { presentMemberRights, presentRole } from '#gateway/present/role.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { Guild, GuildEntry, Member } from '#gateway/protocol/resources.ts';
import type { ChannelView, GuildSight, GuildView, MemberRightsView, MemberView, RoleView } from '#queries/queries.ts';

export const presentGuild = (view: GuildView): Guild => ({
  guild_id: view.guildId,
  name: view.name,
  owner_id: view.ownerId,
  created_at: view.createdAt,
  lockdown: view.lockdown && { until: view.lockdown.until, newcomers_since: view.lockdown.newcomersSince },
});

const presentHead = (view: ChannelView) => ({
  channel_id: view.channelId,
  name: view.name,
  kind: view.channelKind,
  parent_id: view.parentId,
  created_at: view.createdAt,
  ...presentExtras(view),
});

/** Leaves out the roles that are deleted. */
const wearing = (member: MemberRightsView, roles: ReadonlyArray<RoleView>): MemberRightsView => {
  const inUse = new Set(roles.map(({ roleId }) => roleId));
  return { ...member, roleIds: member.roleIds.filter((id) => inUse.has(id)) };
};

type SharedSight = Omit<GuildSight, 'member'> & { readonly member: GuildSight['member'] | undefined };

/**
 * Presents a guild as one viewer sees it. Channels with the same permissions stand together, because the query shares
 * equal lists of permissions. Without a member the client keeps what it knows of the viewer.
 */
export const presentGuildSight = ({ guild, roles, member, permissions, channels }: SharedSight): GuildEntry => ({
  guild: presentGuild(guild),
  permissions,
  sights: [...Map.groupBy(channels, (channel) => channel.permissions)].map(([same, together]) => ({
    permissions: same,
    channels: together.map(presentHead),
  })),
  roles: roles.map(presentRole),
  ...(member === undefined ? {} : { me: presentMemberRights(wearing(member, roles)) }),
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
  ...presentMemberRights(view),
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
  ReasonInvalid: headerReasonInvalid,
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
