import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { GuildEvent } from '#domain/guild/events.ts';
import { placedAgain } from '#domain/guild/order-decide.ts';
import {
  type GuildRole,
  type GuildState,
  type Lockdown,
  type PresentGuild,
  rolesInOrder,
} from '#domain/guild/state.ts';
import type { GuildId, RoleId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { ROLES_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import { textOfReason } from '#domain/kernel/reason.ts';
import type { StateFacet, UndoneThing, UndoObstacle, UndoRules } from '#domain/kernel/undo.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { outranks } from '#domain/permission/hierarchy.ts';
import { minus, NO_PERMISSIONS, namesIn } from '#domain/permission/permission-set.ts';

/** Circumstances of an undo. */
export type GuildUndo = { readonly authority: Authority; readonly at: Instant };

type Facet = StateFacet<GuildState, GuildEvent>;
type Undone = Either<UndoObstacle, ReadonlyArray<GuildEvent>>;

const UNKNOWN: Either<UndoObstacle, never> = left({ kind: 'EntryUnknown' });
const OUTRANKED: Either<UndoObstacle, never> = left({ kind: 'OutranksActor' });
const missing = (permission: Permission): Either<UndoObstacle, never> =>
  left({ kind: 'MissingPermission', permission });

const lookOf = ({ name, color, hoist, mentionable, permissions }: GuildRole) => ({
  name,
  color,
  hoist,
  mentionable,
  permissions: namesIn(permissions),
});

const orderOf = (guild: Pick<PresentGuild, 'guildId' | 'roles'>): ReadonlyArray<RoleId> =>
  rolesInOrder(guild).map(({ roleId }) => roleId);

/** Puts the roles of `wanted` into the places that they hold together in `order`. Other roles keep their places. */
const reordered = (order: ReadonlyArray<RoleId>, wanted: ReadonlyArray<RoleId>): ReadonlyArray<RoleId> => {
  const moving = wanted.filter((roleId) => order.includes(roleId));
  const places = new Set(moving);
  return order.map((roleId) => (places.has(roleId) ? (moving.shift() ?? roleId) : roleId));
};

/** Reads the order of roles that both states have. A role made or deleted in between is not part of a changed order. */
const readOrder: Facet['read'] = (before, now) => {
  const inBoth = new Set(
    before.kind === 'Absent' || now.kind === 'Absent' ? [] : [...before.roles.keys()].filter((id) => now.roles.has(id)),
  );
  return (state) => (state.kind === 'Absent' ? [] : orderOf(state).filter((roleId) => inBoth.has(roleId)));
};

const lookIn =
  (roleId: RoleId) =>
  (state: GuildState): unknown => {
    const role = state.kind === 'Absent' ? undefined : state.roles.get(roleId);
    return role === undefined ? null : lookOf(role);
  };

/** Reads the terms of the lockdown. Its reason comes back with them, unless it is erased. */
const lockdownOf = (state: GuildState): Omit<Lockdown, 'reason'> | null => {
  if (state.kind === 'Absent' || state.lockdown === null) return null;
  const { until, newcomersSince } = state.lockdown;
  return { until, newcomersSince };
};

/** Makes the undo of a facet that two states of a guild in use decide. */
const betweenBy =
  ({ authority }: GuildUndo) =>
  (permission: Permission, undo: (before: PresentGuild, now: PresentGuild) => Undone): Facet['undo'] =>
  (before, now) => {
    if (before.kind !== 'Present' || now.kind !== 'Present') return UNKNOWN;
    return may(authority, permission) ? undo(before, now) : missing(permission);
  };

/**
 * Finds a permission that the undo would grant and the actor lacks. It counts for the actor's own act too, because the role may
 * have other holders by now.
 */
const lackedBy = ({ authority }: GuildUndo, role: GuildRole, instead?: GuildRole): Permission | undefined =>
  namesIn(minus(minus(role.permissions, instead?.permissions ?? NO_PERMISSIONS), authority.permissions))[0];

const rolePresence =
  (guildId: GuildId, undo: GuildUndo) =>
  ({ roleId }: { readonly roleId: RoleId }): Facet => ({
    key: `presence of ${roleId}`,
    thing: { what: 'role', id: roleId },
    read: () => (state) => state.kind !== 'Absent' && state.roles.has(roleId),
    undo: betweenBy(undo)('manage_roles', (before, now) => {
      const { rank } = undo.authority;
      const inUse = now.roles.get(roleId);
      if (inUse !== undefined) {
        if (!outranks(rank, inUse.rank)) return OUTRANKED;
        return right([{ type: 'guild.role-deleted', data: { guildId, roleId, reason: null } }]);
      }
      const role = before.roles.get(roleId);
      if (role === undefined) return left({ kind: 'RoleGone' });
      if (!outranks(rank, role.rank)) return OUTRANKED;
      const lacked = lackedBy(undo, role);
      if (lacked !== undefined) return missing(lacked);
      if (now.roles.size >= ROLES_PER_GUILD_MAX) return left({ kind: 'TooManyRoles', max: ROLES_PER_GUILD_MAX });
      const order = placedAgain(orderOf(now), orderOf(before), roleId);
      // The place itself is the highest rank that it pushes up.
      if (!outranks(rank, order.indexOf(roleId))) return OUTRANKED;
      return right([
        { type: 'guild.role-restored', data: { guildId, roleId } },
        { type: 'guild.roles-ordered', data: { guildId, order } },
      ]);
    }),
  });

const roleLook =
  (guildId: GuildId, undo: GuildUndo) =>
  ({ roleId }: { readonly roleId: RoleId }): Facet => ({
    key: `look of ${roleId}`,
    thing: { what: 'role', id: roleId },
    read: () => lookIn(roleId),
    undo: betweenBy(undo)('manage_roles', (before, now) => {
      const earlier = before.roles.get(roleId);
      const role = now.roles.get(roleId);
      if (earlier === undefined || role === undefined) return left({ kind: 'RoleGone' });
      if (!outranks(undo.authority.rank, role.rank)) return OUTRANKED;
      const lacked = lackedBy(undo, earlier, role);
      if (lacked !== undefined) return missing(lacked);
      return right([{ type: 'guild.role-changed', data: { guildId, roleId, ...lookOf(earlier) } }]);
    }),
  });

/** The rules of undo for the stream of a guild. */
export const guildUndo = (guildId: GuildId, undo: GuildUndo): UndoRules<GuildState, GuildEvent> => {
  const between = betweenBy(undo);
  const ofGuild: UndoneThing = { what: 'guild', id: guildId };

  const name: Facet = {
    key: 'name',
    thing: ofGuild,
    read: () => (state) => (state.kind === 'Absent' ? null : state.name),
    undo: between('manage_guild', (before) => right([{ type: 'guild.renamed', data: { guildId, name: before.name } }])),
  };

  const roleOrder: Facet = {
    key: 'order of roles',
    thing: { what: 'role_order', id: guildId },
    read: readOrder,
    undo: between('manage_roles', (before, now) => {
      const current = orderOf(now);
      const order = reordered(current, orderOf(before));
      const highest = order.findLastIndex((roleId, place) => roleId !== current[place]);
      if (!outranks(undo.authority.rank, highest + 1)) return OUTRANKED;
      return right([{ type: 'guild.roles-ordered', data: { guildId, order } }]);
    }),
  };

  const channelOrder: Facet = {
    key: 'order of channels',
    thing: ofGuild,
    read: () => (state) => (state.kind === 'Absent' ? [] : state.channelOrder),
    undo: between('manage_channels', ({ channelOrder: order }) =>
      right([{ type: 'guild.channels-ordered', data: { guildId, order } }]),
    ),
  };

  const lockdown: Facet = {
    key: 'lockdown',
    thing: { what: 'lockdown', id: guildId },
    read: () => lockdownOf,
    undo: between('manage_guild', (before) => {
      if (before.lockdown === null) return right([{ type: 'guild.lockdown-ended', data: { guildId } }]);
      const { until, newcomersSince } = before.lockdown;
      const reason = textOfReason(before.lockdown.reason);
      if (until !== null && millisOf(until) <= millisOf(undo.at)) return left({ kind: 'UndoExpired' });
      return right([{ type: 'guild.lockdown-begun', data: { guildId, until, newcomersSince, reason } }]);
    }),
  };

  return {
    'guild.created': () => ({ notUndoable: 'the owner deletes the guild', thing: ofGuild }),
    'guild.renamed': () => name,
    'guild.deleted': () => ({ notUndoable: 'a deleted guild does not come back', thing: ofGuild }),
    // A channel takes its place back, or gives it away, when its own stream is undone.
    'guild.channel-listed': () => 'goes with its act',
    'guild.channel-unlisted': () => 'goes with its act',
    'guild.role-created': rolePresence(guildId, undo),
    'guild.role-changed': roleLook(guildId, undo),
    'guild.role-deleted': rolePresence(guildId, undo),
    'guild.role-restored': rolePresence(guildId, undo),
    'guild.roles-ordered': () => roleOrder,
    'guild.channels-ordered': () => channelOrder,
    'guild.owner-changed': () => ({
      notUndoable: 'the new owner hands the guild back with their password',
      thing: ofGuild,
    }),
    'guild.lockdown-begun': () => lockdown,
    'guild.lockdown-ended': () => lockdown,
  };
};
