import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { NO_OVERWRITES, type Overwrite, type Overwrites } from '#domain/permission/overwrite.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import type { Role, Roles } from '#domain/permission/role.ts';

/**
 * Facts about a role, as an event and a row carry them. A higher rank outranks a lower rank. The everyone-role has 0.
 */
export type RoleFacts = {
  readonly roleId: RoleId;
  readonly rank: number;
  readonly permissions: Iterable<Permission>;
};

/** Facts about one overwrite of a channel, as an event and a row carry them. The everyone-role has the guild's id. */
export type OverwriteFacts = {
  readonly target:
    | { readonly kind: 'role'; readonly roleId: RoleId }
    | { readonly kind: 'member'; readonly userId: UserId };
  readonly allow: Iterable<Permission>;
  readonly deny: Iterable<Permission>;
};

export const rolesOf = (facts: Iterable<RoleFacts>): Roles => {
  const roles = new Map<RoleId, Role>();
  for (const { roleId, rank, permissions } of facts)
    roles.set(roleId, { roleId, rank, permissions: permissionSet(permissions) });
  return roles;
};

export const overwritesOf = (facts: ReadonlyArray<OverwriteFacts>): Overwrites => {
  if (facts.length === 0) return NO_OVERWRITES;
  const roles = new Map<RoleId, Overwrite>();
  const members = new Map<UserId, Overwrite>();
  for (const { target, allow, deny } of facts) {
    const overwrite = { allow: permissionSet(allow), deny: permissionSet(deny) };
    if (target.kind === 'role') roles.set(target.roleId, overwrite);
    else members.set(target.userId, overwrite);
  }
  return { roles, members };
};

/** The part of a guild that decides permissions. */
export type GuildRights = { readonly guildId: GuildId; readonly ownerId: UserId; readonly roles: Roles };

/** The part of a membership that decides permissions. The caller has checked that the user is a member. */
export type MemberRights = { readonly roleIds: ReadonlySet<RoleId>; readonly timedOutUntil: Instant | null };

/** The part of a channel that decides permissions. A thread has the overwrites of its parent. */
export type ChannelRights = { readonly overwrites: Overwrites; readonly isThread?: true };

/**
 * A question asks for the permissions of one member at one time, in a channel. A null channel asks about the guild. A
 * null user stands for any member who neither owns the guild nor has an overwrite of their own.
 */
export type Question = {
  readonly guild: GuildRights;
  readonly userId: UserId | null;
  readonly member: MemberRights;
  readonly channel: ChannelRights | null;
  readonly at: Instant;
};
