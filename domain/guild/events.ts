/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import { ChannelId, GuildId, ImportId, InviteId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { Instant, instantOf } from '#domain/kernel/instant.ts';
import { CarriedReason } from '#domain/kernel/reason.ts';
import { type Permission, PermissionName } from '#domain/permission/bits.ts';

/** Stands on `guild-<id>`. The owner is a member by this event alone. The id of the everyone-role is the guild's id. */
export type GuildCreated = {
  readonly type: 'guild.created';
  readonly data: {
    readonly guildId: GuildId;
    readonly name: string;
    readonly ownerId: UserId;
    readonly everyone: ReadonlyArray<Permission>;
  };
};
export const GuildCreatedData = t.strict({
  guildId: GuildId,
  name: t.string,
  ownerId: UserId,
  everyone: t.readonlyArray(PermissionName),
});

export type GuildRenamed = {
  readonly type: 'guild.renamed';
  readonly data: { readonly guildId: GuildId; readonly name: string };
};
export const GuildRenamedData = t.strict({ guildId: GuildId, name: t.string });

/** `reason` is sealed under a key of its own. It is erased with the guild. */
export type GuildDeleted = {
  readonly type: 'guild.deleted';
  readonly data: { readonly guildId: GuildId; readonly reason: CarriedReason };
};
export const GuildDeletedData = t.strict({ guildId: GuildId, reason: CarriedReason });

/**
 * Enters a channel in the guild's list. The list holds ids only and limits their number. Facts stand on `channel-<id>`.
 */
export type GuildChannelListed = {
  readonly type: 'guild.channel-listed';
  readonly data: { readonly guildId: GuildId; readonly channelId: ChannelId };
};
export const GuildChannelListedData = t.strict({ guildId: GuildId, channelId: ChannelId });

export type GuildChannelUnlisted = {
  readonly type: 'guild.channel-unlisted';
  readonly data: { readonly guildId: GuildId; readonly channelId: ChannelId };
};
export const GuildChannelUnlistedData = t.strict({ guildId: GuildId, channelId: ChannelId });

/** Facts of a role that its editor shows. `color` is `#rrggbb` in lower case. Null draws names in the usual colour. */
type RoleLook = {
  readonly name: string;
  readonly color: string | null;
  /** True when the member list shows the members of this role apart. */
  readonly hoist: boolean;
  readonly mentionable: boolean;
  readonly permissions: ReadonlyArray<Permission>;
};
const roleLook = {
  name: t.string,
  color: t.union([t.string, t.null]),
  hoist: t.boolean,
  mentionable: t.boolean,
  permissions: t.readonlyArray(PermissionName),
};

/** A role without a rank. `guild.roles-ordered` in the same append gives it one. */
export type GuildRoleCreated = {
  readonly type: 'guild.role-created';
  readonly data: { readonly guildId: GuildId; readonly roleId: RoleId } & RoleLook;
};
export const GuildRoleCreatedData = t.strict({ guildId: GuildId, roleId: RoleId, ...roleLook });

/** Holds the whole role after the change. The everyone-role has the guild's id, and only its permissions change. */
export type GuildRoleChanged = {
  readonly type: 'guild.role-changed';
  readonly data: { readonly guildId: GuildId; readonly roleId: RoleId } & RoleLook;
};
export const GuildRoleChangedData = t.strict({ guildId: GuildId, roleId: RoleId, ...roleLook });

/**
 * Takes a role out of use. Members and overwrites go on naming it, so a restored role finds them again. `reason` is
 * sealed under a key of its own, and erased with the guild.
 */
export type GuildRoleDeleted = {
  readonly type: 'guild.role-deleted';
  readonly data: { readonly guildId: GuildId; readonly roleId: RoleId; readonly reason: CarriedReason };
};
export const GuildRoleDeletedData = t.strict({
  guildId: GuildId,
  roleId: RoleId,
  reason: CarriedReason,
});

/** Takes a deleted role into use again, as it was. `guild.roles-ordered` in the same append gives it its rank. */
export type GuildRoleRestored = {
  readonly type: 'guild.role-restored';
  readonly data: { readonly guildId: GuildId; readonly roleId: RoleId };
};
export const GuildRoleRestoredData = t.strict({ guildId: GuildId, roleId: RoleId });

/** Lists all roles but the everyone-role, from the lowest to the highest. The first has rank 1, the next rank 2. */
export type GuildRolesOrdered = {
  readonly type: 'guild.roles-ordered';
  readonly data: { readonly guildId: GuildId; readonly order: ReadonlyArray<RoleId> };
};
export const GuildRolesOrderedData = t.strict({ guildId: GuildId, order: t.readonlyArray(RoleId) });

/** Lists the channels of the guild in the order of their display. A channel that it does not name comes last. */
export type GuildChannelsOrdered = {
  readonly type: 'guild.channels-ordered';
  readonly data: { readonly guildId: GuildId; readonly order: ReadonlyArray<ChannelId> };
};
export const GuildChannelsOrderedData = t.strict({ guildId: GuildId, order: t.readonlyArray(ChannelId) });

/** Makes a member the owner. The former owner stays a member. */
export type GuildOwnerChanged = {
  readonly type: 'guild.owner-changed';
  readonly data: { readonly guildId: GuildId; readonly ownerId: UserId; readonly formerOwnerId: UserId };
};
export const GuildOwnerChangedData = t.strict({ guildId: GuildId, ownerId: UserId, formerOwnerId: UserId });

/**
 * Closes the guild to strangers until it ends: no invite is made or accepted. A member who joined after
 * `newcomersSince` may not post. Null lets all members post. `until` is null for a lockdown without an end time.
 */
export type GuildLockdownBegun = {
  readonly type: 'guild.lockdown-begun';
  readonly data: {
    readonly guildId: GuildId;
    readonly until: Instant | null;
    readonly newcomersSince: Instant | null;
    readonly reason: CarriedReason;
  };
};
export const GuildLockdownBegunData = t.strict({
  guildId: GuildId,
  until: t.union([Instant, t.null]),
  newcomersSince: t.union([Instant, t.null]),
  reason: CarriedReason,
});

export type GuildLockdownEnded = {
  readonly type: 'guild.lockdown-ended';
  readonly data: { readonly guildId: GuildId };
};
export const GuildLockdownEndedData = t.strict({ guildId: GuildId });

/** Joining: the way by which a user came into a guild. */
export type Joining =
  | { readonly kind: 'invite'; readonly inviteId: InviteId }
  | { readonly kind: 'import'; readonly importId: ImportId };
/** Stands on `member-<guild>-<user>`. */
export type GuildMemberJoined = {
  readonly type: 'guild.member-joined';
  readonly data: {
    readonly guildId: GuildId;
    readonly userId: UserId;
    readonly via: Joining;
    readonly joinedAt: Instant;
  };
};
export const GuildMemberJoinedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  via: t.union([
    t.strict({ kind: t.literal('invite'), inviteId: InviteId }),
    t.strict({ kind: t.literal('import'), importId: ImportId }),
  ]),
  joinedAt: Instant,
});

/** Lifts version 1, which named no time, by a time long ago. So a lockdown takes no such member for a newcomer. */
export const joinedToVersion2 = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...facts,
  joinedAt: instantOf(0),
});

export type GuildMemberLeft = {
  readonly type: 'guild.member-left';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId };
};
export const GuildMemberLeftData = t.strict({ guildId: GuildId, userId: UserId });

/** `reason` is about the kicked user, so it is sealed under the key of that user. */
export type GuildMemberKicked = {
  readonly type: 'guild.member-kicked';
  readonly data: {
    readonly guildId: GuildId;
    readonly userId: UserId;
    readonly by: UserId;
    readonly reason: CarriedReason;
  };
};
export const GuildMemberKickedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  by: UserId,
  reason: CarriedReason,
});

/**
 * Bars a user from the guild. `wasMember` is false for a ban that ended no membership, of which members hear nothing.
 * `reason` is sealed like that of a kick.
 */
export type GuildMemberBanned = {
  readonly type: 'guild.member-banned';
  readonly data: {
    readonly guildId: GuildId;
    readonly userId: UserId;
    readonly wasMember: boolean;
    readonly reason: CarriedReason;
  };
};
export const GuildMemberBannedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  wasMember: t.boolean,
  reason: CarriedReason,
});

/** Ends a ban. The user is no member by it, and may join again by an invite. */
export type GuildMemberUnbanned = {
  readonly type: 'guild.member-unbanned';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId };
};
export const GuildMemberUnbannedData = t.strict({ guildId: GuildId, userId: UserId });

/**
 * Takes back a kick or a ban. The user is a member again, with the roles, the nickname and the time of joining from
 * before.
 */
export type GuildMemberReinstated = {
  readonly type: 'guild.member-reinstated';
  readonly data: {
    readonly guildId: GuildId;
    readonly userId: UserId;
    readonly roleIds: ReadonlyArray<RoleId>;
    readonly nickname: Erasable<string> | null;
    readonly joinedAt: Instant;
  };
};
export const GuildMemberReinstatedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  roleIds: t.readonlyArray(RoleId),
  nickname: t.union([erasable(t.string), t.null]),
  joinedAt: Instant,
});

/** Lets a member only read, up to `until`. A later time-out replaces an earlier one. */
export type GuildMemberTimedOut = {
  readonly type: 'guild.member-timed-out';
  readonly data: {
    readonly guildId: GuildId;
    readonly userId: UserId;
    readonly until: Instant;
    readonly reason: CarriedReason;
  };
};
export const GuildMemberTimedOutData = t.strict({
  guildId: GuildId,
  userId: UserId,
  until: Instant,
  reason: CarriedReason,
});

export type GuildMemberTimeOutEnded = {
  readonly type: 'guild.member-time-out-ended';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId };
};
export const GuildMemberTimeOutEndedData = t.strict({ guildId: GuildId, userId: UserId });

export type GuildMemberRoleGiven = {
  readonly type: 'guild.member-role-given';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId; readonly roleId: RoleId };
};
export const GuildMemberRoleGivenData = t.strict({ guildId: GuildId, userId: UserId, roleId: RoleId });

export type GuildMemberRoleTaken = {
  readonly type: 'guild.member-role-taken';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId; readonly roleId: RoleId };
};
export const GuildMemberRoleTakenData = t.strict({ guildId: GuildId, userId: UserId, roleId: RoleId });

/** Null takes the nickname away. It is personal, so it is sealed under the key of the member. */
export type GuildMemberNicknameChanged = {
  readonly type: 'guild.member-nickname-changed';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId; readonly nickname: Erasable<string> | null };
};
export const GuildMemberNicknameChangedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  nickname: t.union([erasable(t.string), t.null]),
});

export type GuildEvent =
  | GuildCreated
  | GuildRenamed
  | GuildDeleted
  | GuildChannelListed
  | GuildChannelUnlisted
  | GuildRoleCreated
  | GuildRoleChanged
  | GuildRoleDeleted
  | GuildRoleRestored
  | GuildRolesOrdered
  | GuildChannelsOrdered
  | GuildOwnerChanged
  | GuildLockdownBegun
  | GuildLockdownEnded;
export type MemberEvent =
  | GuildMemberJoined
  | GuildMemberLeft
  | GuildMemberKicked
  | GuildMemberBanned
  | GuildMemberUnbanned
  | GuildMemberReinstated
  | GuildMemberTimedOut
  | GuildMemberTimeOutEnded
  | GuildMemberRoleGiven
  | GuildMemberRoleTaken
  | GuildMemberNicknameChanged;
