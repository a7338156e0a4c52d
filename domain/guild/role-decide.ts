import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { ChangeRole, CreateRole, DeleteRole, OrderRoles } from '#domain/guild/commands.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import type {
  EveryoneRoleFixed,
  RoleOrderInvalid,
  RoleOutranksActor,
  RoleUnknown,
  TooManyRoles,
} from '#domain/guild/rejections.ts';
import { type GuildRole, type GuildState, type PresentGuild, rolesInOrder } from '#domain/guild/state.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import { ROLES_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import type { GuildUnknown } from '#domain/kernel/rejection.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import { firstLacking, outranks } from '#domain/permission/hierarchy.ts';
import { isEmpty, minus, namesIn, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';

type Decision<R> = Either<R, ReadonlyArray<GuildEvent>>;
type Look = Pick<GuildRole, 'name' | 'color' | 'hoist' | 'mentionable'>;

const GUILD_UNKNOWN: Either<GuildUnknown, never> = left({ kind: 'GuildUnknown' });
const OUTRANKS: Either<RoleOutranksActor, never> = left({ kind: 'RoleOutranksActor' });
const FIXED: Either<EveryoneRoleFixed, never> = left({ kind: 'EveryoneRoleFixed' });
const MISSING_MANAGE_ROLES: Either<MissingPermission, never> = left({
  kind: 'MissingPermission',
  permission: 'manage_roles',
});

const isSameSet = (a: PermissionSet, b: PermissionSet): boolean => isEmpty(minus(a, b)) && isEmpty(minus(b, a));
const isSameLook = (a: Look, b: Look): boolean =>
  a.name === b.name && a.color === b.color && a.hoist === b.hoist && a.mentionable === b.mentionable;

/** Finds a role that a manager of roles may touch. It is in use, and its rank is lower than that of the manager. */
const touchable = (
  { roles }: PresentGuild,
  roleId: RoleId,
  authority: Authority,
): Either<MissingPermission | RoleUnknown | RoleOutranksActor, GuildRole> => {
  if (!may(authority, 'manage_roles')) return MISSING_MANAGE_ROLES;
  const role = roles.get(roleId);
  if (role === undefined) return left({ kind: 'RoleUnknown' });
  return outranks(authority.rank, role.rank) ? right(role) : OUTRANKS;
};

/**
 * Makes a role at rank 1, the lowest. A member without a role has no rank above it, so they make no role.
 * Accepts a role that exists already: the same attempt made it, because its id follows from the attempt.
 */
export const decideCreateRole = (
  { roleId, fields, authority }: CreateRole,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission | RoleOutranksActor | TooManyRoles> => {
  if (state.kind !== 'Present') return GUILD_UNKNOWN;
  if (state.roles.has(roleId) || state.deletedRoles.has(roleId)) return right([]);
  if (!may(authority, 'manage_roles')) return MISSING_MANAGE_ROLES;
  if (!outranks(authority.rank, 0)) return OUTRANKS;
  const permission = firstLacking(authority.permissions, fields.permissions);
  if (permission !== undefined) return left({ kind: 'MissingPermission', permission });
  const others = rolesInOrder(state);
  if (state.roles.size >= ROLES_PER_GUILD_MAX) return left({ kind: 'TooManyRoles', max: ROLES_PER_GUILD_MAX });
  const { guildId } = state;
  return right([
    { type: 'guild.role-created', data: { guildId, roleId, ...fields, permissions: namesIn(fields.permissions) } },
    { type: 'guild.roles-ordered', data: { guildId, order: [roleId, ...others.map((other) => other.roleId)] } },
  ]);
};

/** Needs the permissions that the role gains, and none of those that it has already or loses. */
export const decideChangeRole = (
  { roleId, fields, authority }: ChangeRole,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission | RoleUnknown | RoleOutranksActor | EveryoneRoleFixed> => {
  if (state.kind !== 'Present') return GUILD_UNKNOWN;
  const touched = touchable(state, roleId, authority);
  if (touched._tag === 'Left') return touched;
  const role = touched.right;
  const { rank: _, ...after } = { ...role, ...fields };
  if (roleId === everyoneRoleId(state.guildId) && !isSameLook(role, after)) return FIXED;
  const permission = firstLacking(authority.permissions, minus(after.permissions, role.permissions));
  if (permission !== undefined) return left({ kind: 'MissingPermission', permission });
  if (isSameLook(role, after) && isSameSet(role.permissions, after.permissions)) return right([]);
  const data = { guildId: state.guildId, ...after, permissions: namesIn(after.permissions) };
  return right([{ type: 'guild.role-changed', data }]);
};

export const decideDeleteRole = (
  { roleId, reason, authority }: DeleteRole,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission | RoleUnknown | RoleOutranksActor | EveryoneRoleFixed> => {
  if (state.kind !== 'Present') return GUILD_UNKNOWN;
  const touched = touchable(state, roleId, authority);
  if (touched._tag === 'Left') return touched;
  if (roleId === everyoneRoleId(state.guildId)) return FIXED;
  return right([{ type: 'guild.role-deleted', data: { guildId: state.guildId, roleId, reason } }]);
};

/**
 * Moves roles among the places below the actor. The highest role of the actor and all roles above keep their places, so
 * no role leaves or reaches a place at or above the actor's rank.
 */
export const decideOrderRoles = (
  { order, authority }: OrderRoles,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission | RoleOrderInvalid | RoleOutranksActor> => {
  if (state.kind !== 'Present') return GUILD_UNKNOWN;
  if (!may(authority, 'manage_roles')) return MISSING_MANAGE_ROLES;
  const before = rolesInOrder(state);
  const named = new Set(order);
  if (order.length !== before.length || !before.every(({ roleId }) => named.has(roleId)))
    return left({ kind: 'RoleOrderInvalid' });
  const moved = before.filter(({ roleId }, place) => order[place] !== roleId);
  if (!moved.every(({ rank }) => outranks(authority.rank, rank))) return OUTRANKS;
  return right(moved.length === 0 ? [] : [{ type: 'guild.roles-ordered', data: { guildId: state.guildId, order } }]);
};
