/** Short functions that build events of roles, overwrites, moderation and invites, for tests of read models. */
import type { OverwriteTarget } from '#domain/channel/events.ts';
import type { NamedEvent } from '#domain/event-catalog.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, InviteId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';

type Permissions = ReadonlyArray<Permission>;

// Digits and these letters all belong to the alphabet of ULIDs.
export const role = (n: number): RoleId => `0R${n.toString().padStart(24, '0')}` as RoleId;
export const invite = (n: number): InviteId => `0N${n.toString().padStart(24, '0')}` as InviteId;

const look = (roleId: RoleId, permissions: Permissions) => ({
  name: `role ${roleId.slice(-3)}`,
  color: null,
  hoist: false,
  mentionable: false,
  permissions,
});

export const roleCreated = (
  guildId: GuildId,
  roleId: RoleId,
  permissions: Permissions = [],
): NamedEvent<'guild.role-created'> => ({
  type: 'guild.role-created',
  data: { guildId, roleId, ...look(roleId, permissions) },
});
export const roleChanged = (
  guildId: GuildId,
  roleId: RoleId,
  permissions: Permissions,
  differs: Partial<NamedEvent<'guild.role-changed'>['data']> = {},
): NamedEvent<'guild.role-changed'> => ({
  type: 'guild.role-changed',
  data: { guildId, roleId, ...look(roleId, permissions), ...differs },
});
export const roleDeleted = (
  guildId: GuildId,
  roleId: RoleId,
  reason: Erasable<string> | null = null,
): NamedEvent<'guild.role-deleted'> => ({
  type: 'guild.role-deleted',
  data: { guildId, roleId, reason },
});
export const roleRestored = (guildId: GuildId, roleId: RoleId): NamedEvent<'guild.role-restored'> => ({
  type: 'guild.role-restored',
  data: { guildId, roleId },
});
export const rolesOrdered = (guildId: GuildId, order: ReadonlyArray<RoleId>): NamedEvent<'guild.roles-ordered'> => ({
  type: 'guild.roles-ordered',
  data: { guildId, order },
});
export const channelsOrdered = (
  guildId: GuildId,
  order: ReadonlyArray<ChannelId>,
): NamedEvent<'guild.channels-ordered'> => ({ type: 'guild.channels-ordered', data: { guildId, order } });
export const ownerChanged = (
  guildId: GuildId,
  ownerId: UserId,
  formerOwnerId: UserId,
): NamedEvent<'guild.owner-changed'> => ({ type: 'guild.owner-changed', data: { guildId, ownerId, formerOwnerId } });
export const lockdownBegun = (guildId: GuildId, until: Instant | null): NamedEvent<'guild.lockdown-begun'> => ({
  type: 'guild.lockdown-begun',
  data: { guildId, until, newcomersSince: null, reason: 'a raid' },
});
export const lockdownEnded = (guildId: GuildId): NamedEvent<'guild.lockdown-ended'> => ({
  type: 'guild.lockdown-ended',
  data: { guildId },
});

export const roleGiven = (guildId: GuildId, userId: UserId, roleId: RoleId): NamedEvent<'guild.member-role-given'> => ({
  type: 'guild.member-role-given',
  data: { guildId, userId, roleId },
});
export const roleTaken = (guildId: GuildId, userId: UserId, roleId: RoleId): NamedEvent<'guild.member-role-taken'> => ({
  type: 'guild.member-role-taken',
  data: { guildId, userId, roleId },
});
export const nicknameChanged = (
  guildId: GuildId,
  userId: UserId,
  nickname: Erasable<string> | null,
): NamedEvent<'guild.member-nickname-changed'> => ({
  type: 'guild.member-nickname-changed',
  data: { guildId, userId, nickname },
});
export const banned = (
  guildId: GuildId,
  userId: UserId,
  reason: Erasable<string> | null = 'spam in bulk',
  wasMember = true,
): NamedEvent<'guild.member-banned'> => ({ type: 'guild.member-banned', data: { guildId, userId, wasMember, reason } });
export const unbanned = (guildId: GuildId, userId: UserId): NamedEvent<'guild.member-unbanned'> => ({
  type: 'guild.member-unbanned',
  data: { guildId, userId },
});
export const reinstated = (
  guildId: GuildId,
  userId: UserId,
  joinedAt: Instant,
  roleIds: ReadonlyArray<RoleId> = [],
  nickname: Erasable<string> | null = null,
): NamedEvent<'guild.member-reinstated'> => ({
  type: 'guild.member-reinstated',
  data: { guildId, userId, roleIds, nickname, joinedAt },
});
export const timedOut = (guildId: GuildId, userId: UserId, until: Instant): NamedEvent<'guild.member-timed-out'> => ({
  type: 'guild.member-timed-out',
  data: { guildId, userId, until, reason: null },
});
export const timeOutEnded = (guildId: GuildId, userId: UserId): NamedEvent<'guild.member-time-out-ended'> => ({
  type: 'guild.member-time-out-ended',
  data: { guildId, userId },
});

export const forRole = (roleId: RoleId | GuildId): OverwriteTarget => ({
  kind: 'role',
  // The everyone-role has the id of its guild.
  roleId: roleId as string as RoleId,
});
export const forMember = (userId: UserId): OverwriteTarget => ({ kind: 'member', userId });

export const overwriteSet = (
  guildId: GuildId,
  channelId: ChannelId,
  target: OverwriteTarget,
  { allow = [], deny = [] }: { readonly allow?: Permissions; readonly deny?: Permissions },
): NamedEvent<'channel.overwrite-set'> => ({
  type: 'channel.overwrite-set',
  data: { channelId, home: inGuild(guildId), target, allow, deny },
});
export const overwriteRemoved = (
  guildId: GuildId,
  channelId: ChannelId,
  target: OverwriteTarget,
): NamedEvent<'channel.overwrite-removed'> => ({
  type: 'channel.overwrite-removed',
  data: { channelId, home: inGuild(guildId), target },
});
export const overwritesReplaced = (
  guildId: GuildId,
  channelId: ChannelId,
  overwrites: NamedEvent<'channel.overwrites-replaced'>['data']['overwrites'],
): NamedEvent<'channel.overwrites-replaced'> => ({
  type: 'channel.overwrites-replaced',
  data: { channelId, home: inGuild(guildId), overwrites },
});
export const synced = (
  guildId: GuildId,
  channelId: ChannelId,
  categoryId: ChannelId,
): NamedEvent<'channel.synced'> => ({
  type: 'channel.synced',
  data: { channelId, home: inGuild(guildId), categoryId },
});
export const moved = (
  guildId: GuildId,
  channelId: ChannelId,
  parentId: ChannelId | null,
): NamedEvent<'channel.moved'> => ({ type: 'channel.moved', data: { channelId, home: inGuild(guildId), parentId } });
export const topicChanged = (
  guildId: GuildId,
  channelId: ChannelId,
  topic: string | null,
): NamedEvent<'channel.topic-changed'> => ({
  type: 'channel.topic-changed',
  data: { channelId, home: inGuild(guildId), topic },
});
export const slowModeChanged = (
  guildId: GuildId,
  channelId: ChannelId,
  secs: number,
): NamedEvent<'channel.slow-mode-changed'> => ({
  type: 'channel.slow-mode-changed',
  data: { channelId, home: inGuild(guildId), secs },
});

export const inviteCreated = (
  guildId: GuildId,
  inviteId: InviteId,
  creatorId: UserId,
): NamedEvent<'invite.created'> => ({
  type: 'invite.created',
  data: { inviteId, guildId, channelId: null, creatorId, expiresAt: null, maxUses: 5 },
});
export const inviteAccepted = (
  guildId: GuildId,
  inviteId: InviteId,
  userId: UserId,
): NamedEvent<'invite.accepted'> => ({ type: 'invite.accepted', data: { inviteId, guildId, userId, join: 1 } });
export const inviteRevoked = (
  guildId: GuildId,
  inviteId: InviteId,
  { creatorId, reason }: { readonly creatorId: UserId | null; readonly reason: Erasable<string> | null } = {
    creatorId: null,
    reason: null,
  },
): NamedEvent<'invite.revoked'> => ({
  type: 'invite.revoked',
  data: { inviteId, guildId, creatorId, reason },
});
