import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { isEmpty, minus, namesIn, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { Roles } from '#domain/permission/role.ts';

/**
 * Rank of a member in a guild: the rank of their highest role, or 0 without a role. The owner outranks every member.
 */
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

/** True when the actor's rank is higher than the target's. So no member acts on themselves or on the owner. */
export const outranks = (actor: Rank, target: Rank): boolean => actor > target;

/** True when the granted permissions are among those that the actor holds. */
export const mayGrant = (held: PermissionSet, granted: PermissionSet): boolean => isEmpty(minus(granted, held));

/** The first permission of the grant that its giver does not hold, or undefined if they hold all. */
export const firstLacking = (held: PermissionSet, granted: PermissionSet): Permission | undefined =>
  mayGrant(held, granted) ? undefined : namesIn(minus(granted, held))[0];
