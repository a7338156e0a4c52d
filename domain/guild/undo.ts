import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { GuildEvent, GuildRoleChanged } from '#domain/guild/events.ts';
import type { GuildRole, GuildState, Lockdown, PresentGuild } from '#domain/guild/state.ts';
import type { GuildId, RoleId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { ROLES_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import type { StateFacet, UndoneThing, UndoObstacle, UndoRules } from '#domain/kernel/undo.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { mayGrant, outranks } from '#domain/permission/hierarchy.ts';
import { minus, NO_PERMISSIONS, namesIn } from '#domain/permission/permission-set.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';

/** Circumstances of an undo. `isOwnAct` is true when the actor takes back what they did themselves. */
export type GuildUndo = { readonly authority: Authority; readonly at: Instant; readonly isOwnAct: boolean };

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

/** The roles of a guild but the everyone-role, from the lowest to the highest. */
const orderOf = ({ guildId, roles }: PresentGuild): ReadonlyArray<RoleId> =>
  [...roles.values()]
    .filter(({ roleId }) => roleId !== everyoneRoleId(guildId))
    .sort((a, b) => a.rank - b.rank)
    .map(({ roleId }) => roleId);

/** Puts the roles of `wanted` into the places that they hold together in `order`. Other roles keep their places. */
const reordered = (order: ReadonlyArray<RoleId>, wanted: ReadonlyArray<RoleId>): ReadonlyArray<RoleId> => {
  const moving = wanted.filter((roleId) => order.includes(roleId));
  const places = new Set(moving);
  return order.map((roleId) => (places.has(roleId) ? (moving.shift() ?? roleId) : roleId));
};

/** Puts a role back above those that were below it. */
const withRole = (
  order: ReadonlyArray<RoleId>,
  before: ReadonlyArray<RoleId>,
  roleId: RoleId,
): ReadonlyArray<RoleId> => {
  const below = new Set(before.slice(0, before.indexOf(roleId)));
  const place = order.findLastIndex((other) => below.has(other)) + 1;
  return [...order.slice(0, place), roleId, ...order.slice(place)];
};

const lockdownOf = (state: GuildState): Lockdown | null => (state.kind === 'Absent' ? null : state.lockdown);

export const guildUndo = (
  guildId: GuildId,
  { authority, at, isOwnAct }: GuildUndo,
): UndoRules<GuildState, GuildEvent> => {
  /** Makes the undo of a facet that two states of a guild in use decide. */
  const between =
    (permission: Permission, undo: (before: PresentGuild, now: PresentGuild) => Undone): Facet['undo'] =>
    (before, now) => {
      if (before.kind !== 'Present' || now.kind !== 'Present') return UNKNOWN;
      return may(authority, permission) ? undo(before, now) : missing(permission);
    };
  const mayChange = ({ rank }: { readonly rank: number }): boolean => outranks(authority.rank, rank);
  /** Nobody grants by an undo what they lack, but their own act they take back. */
  const grants = (role: GuildRole, instead: GuildRole | undefined): boolean =>
    isOwnAct || mayGrant(authority.permissions, minus(role.permissions, instead?.permissions ?? NO_PERMISSIONS));
  const ofGuild: UndoneThing = { what: 'guild', id: guildId };
  const ofRole = (roleId: RoleId): UndoneThing => ({ what: 'role', id: roleId });

  const name: Facet = {
    key: 'name',
    thing: ofGuild,
    read: () => (state) => (state.kind === 'Absent' ? null : state.name),
    undo: between('manage_guild', (before) => right([{ type: 'guild.renamed', data: { guildId, name: before.name } }])),
  };

  const rolePresence = ({ roleId }: { readonly roleId: RoleId }): Facet => ({
    key: `presence of ${roleId}`,
    thing: ofRole(roleId),
    read: () => (state) => state.kind !== 'Absent' && state.roles.has(roleId),
    undo: between('manage_roles', (before, now) => {
      const inUse = now.roles.get(roleId);
      if (inUse !== undefined) {
        if (!mayChange(inUse)) return OUTRANKED;
        return right([{ type: 'guild.role-deleted', data: { guildId, roleId } }]);
      }
      const role = before.roles.get(roleId);
      if (role === undefined) return left({ kind: 'RoleGone' });
      if (!mayChange(role)) return OUTRANKED;
      const lacked = namesIn(minus(role.permissions, authority.permissions))[0];
      if (!grants(role, undefined) && lacked !== undefined) return missing(lacked);
      if (now.roles.size > ROLES_PER_GUILD_MAX) return left({ kind: 'TooManyRoles', max: ROLES_PER_GUILD_MAX });
      const order = withRole(orderOf(now), orderOf(before), roleId);
      // The place itself is the highest rank that it pushes up.
      if (!mayChange({ rank: order.indexOf(roleId) })) return OUTRANKED;
      return right([
        { type: 'guild.role-restored', data: { guildId, roleId } },
        { type: 'guild.roles-ordered', data: { guildId, order } },
      ]);
    }),
  });

  const roleLook = ({ roleId }: GuildRoleChanged['data']): Facet => ({
    key: `look of ${roleId}`,
    thing: ofRole(roleId),
    read: () => (state) => {
      const role = state.kind === 'Absent' ? undefined : state.roles.get(roleId);
      return role === undefined ? null : lookOf(role);
    },
    undo: between('manage_roles', (before, now) => {
      const earlier = before.roles.get(roleId);
      const role = now.roles.get(roleId);
      if (earlier === undefined || role === undefined) return left({ kind: 'RoleGone' });
      if (!mayChange(role)) return OUTRANKED;
      const lacked = namesIn(minus(minus(earlier.permissions, role.permissions), authority.permissions))[0];
      if (!grants(earlier, role) && lacked !== undefined) return missing(lacked);
      return right([{ type: 'guild.role-changed', data: { guildId, roleId, ...lookOf(earlier) } }]);
    }),
  });

  const roleOrder: Facet = {
    key: 'order of roles',
    thing: { what: 'role_order', id: guildId },
    // A role that was made or deleted in between is not part of the order that the act changed.
    read: (before, now) => {
      const inBoth = new Set(
        before.kind === 'Absent' || now.kind === 'Absent'
          ? []
          : [...before.roles.keys()].filter((id) => now.roles.has(id)),
      );
      return (state) =>
        state.kind === 'Absent' ? [] : orderOf({ ...state, kind: 'Present' }).filter((roleId) => inBoth.has(roleId));
    },
    undo: between('manage_roles', (before, now) => {
      const current = orderOf(now);
      const order = reordered(current, orderOf(before));
      const highest = order.findLastIndex((roleId, place) => roleId !== current[place]);
      if (!mayChange({ rank: highest + 1 })) return OUTRANKED;
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
      if (until !== null && millisOf(until) <= millisOf(at)) return left({ kind: 'UndoExpired' });
      return right([{ type: 'guild.lockdown-begun', data: { guildId, until, newcomersSince, reason: null } }]);
    }),
  };

  return {
    'guild.created': () => ({ notUndoable: 'the owner deletes the guild', thing: ofGuild }),
    'guild.renamed': () => name,
    'guild.deleted': () => ({ notUndoable: 'a deleted guild does not come back', thing: ofGuild }),
    // A channel takes its place back, or gives it away, when its own stream is undone.
    'guild.channel-listed': () => 'goes with its act',
    'guild.channel-unlisted': () => 'goes with its act',
    'guild.role-created': rolePresence,
    'guild.role-changed': roleLook,
    'guild.role-deleted': rolePresence,
    'guild.role-restored': rolePresence,
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
