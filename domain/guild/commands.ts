import type { Joining } from '#domain/guild/events.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import type { GuildName, Nickname, RoleName } from '#domain/guild/values.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { PermissionSet } from '#domain/permission/permission-set.ts';

export type CreateGuild = { readonly guildId: GuildId; readonly name: GuildName; readonly ownerId: UserId };
export type RenameGuild = { readonly name: GuildName; readonly authority: Authority };
export type DeleteGuild = { readonly reason: Reason | null; readonly authority: Authority };
/** `gone` holds channels of the guild's list that are deleted, or that an interrupted attempt never made. */
export type ListChannel = {
  readonly channelId: ChannelId;
  readonly gone: ReadonlyArray<ChannelId>;
  readonly authority: Authority;
};
/** Lists a channel that exists, if it is not in the list any more. */
export type KeepChannelListed = { readonly channelId: ChannelId };
/** Lists a channel that came back. `before` is the order of the channels when it left the list. */
export type RelistChannel = { readonly channelId: ChannelId; readonly before: ReadonlyArray<ChannelId> };
/** Orders the named channels among each other, from the top down. */
export type OrderChannels = { readonly order: ReadonlyArray<ChannelId>; readonly authority: Authority };
/** Takes a deleted channel off the list. The deletion checked the authority, so this command has none. */
export type UnlistChannel = { readonly channelId: ChannelId };

/** Facts that the editor of a role gives. A new role has all of them, and a change has some. */
export type RoleFields = {
  readonly name: RoleName;
  readonly color: string | null;
  readonly hoist: boolean;
  readonly mentionable: boolean;
  readonly permissions: PermissionSet;
};
export type CreateRole = { readonly roleId: RoleId; readonly fields: RoleFields; readonly authority: Authority };
export type ChangeRole = {
  readonly roleId: RoleId;
  readonly fields: Partial<RoleFields>;
  readonly authority: Authority;
};
export type DeleteRole = { readonly roleId: RoleId; readonly reason: Reason | null; readonly authority: Authority };
/** `order` lists all roles but the everyone-role, from the lowest to the highest. */
export type OrderRoles = { readonly order: ReadonlyArray<RoleId>; readonly authority: Authority };

/** `isMember` and `hasPlace` are about the new owner. The place is one among the guilds that a user owns. */
export type ChangeOwner = {
  readonly ownerId: UserId;
  readonly isMember: boolean;
  readonly hasPlace: boolean;
  readonly authority: Authority;
};

export type BeginLockdown = {
  readonly until: Instant | null;
  readonly newcomersHours: number | null;
  readonly reason: Reason | null;
  readonly authority: Authority;
  readonly at: Instant;
};
export type EndLockdown = { readonly authority: Authority; readonly at: Instant };

export type JoinGuild = {
  readonly guild: PresentGuild;
  readonly userId: UserId;
  readonly via: Joining;
  readonly at: Instant;
};
export type LeaveGuild = { readonly guild: PresentGuild; readonly userId: UserId };

/** An act on one member. `authority` is that of the actor in the guild. */
type ActOnMember = { readonly guild: PresentGuild; readonly userId: UserId; readonly authority: Authority };
export type KickMember = ActOnMember & { readonly reason: Reason | null };
/** `exists` is true for a user who has an account, as a member or a stranger. */
export type BanMember = ActOnMember & { readonly exists: boolean; readonly reason: Reason | null };
export type UnbanMember = ActOnMember;
/** A null `until` ends the time-out. */
export type TimeOutMember = ActOnMember & {
  readonly until: Instant | null;
  readonly reason: Reason | null;
  readonly at: Instant;
};
/** A null `nickname` takes the nickname away. */
export type ChangeNickname = ActOnMember & { readonly nickname: Nickname | null };
export type GiveRole = ActOnMember & { readonly roleId: RoleId };
export type TakeRole = ActOnMember & { readonly roleId: RoleId };
