import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { isEmpty, minus, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { Roles } from '#domain/permission/role.ts';

/** Where somebody stands in a guild: the rank of their highest role, 0 without one; the owner above all. */
export type Rank = number;
export const OWNER_RANK: Rank = Number.POSITIVE_INFINITY;

export const rankOf = (
  guild: { readonly ownerId: UserId; readonly roles: Roles },
  member: { readonly userId: UserId; readonly roleIds: Iterable<RoleId> },
): Rank => {
  if (member.userId === guild.ownerId) return OWNER_RANK;
  let rank = 0;
  for (const roleId of member.roleIds) rank = Math.max(rank, guild.roles.get(roleId)?.rank ?? 0);
  return rank;
};

/** Nobody acts on a rank at or above their own, hence nobody on themselves and nobody on the owner. */
export const outranks = (actor: Rank, target: Rank): boolean => actor > target;

/** Nobody grants what they lack. */
export const mayGrant = (held: PermissionSet, granted: PermissionSet): boolean => isEmpty(minus(granted, held));
