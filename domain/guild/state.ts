import type { GuildEvent, GuildRoleChanged } from '#domain/guild/events.ts';
import { aggregate, type FoldCopies } from '#domain/kernel/decider.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { CarriedReason } from '#domain/kernel/reason.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import { everyoneRoleId, type Role } from '#domain/permission/role.ts';

/** A role with what its editor shows besides its rank and permissions. */
export type GuildRole = Role & Pick<GuildRoleChanged['data'], 'name' | 'color' | 'hoist' | 'mentionable'>;
export type GuildRoles = ReadonlyMap<RoleId, GuildRole>;

/** The name of the everyone-role. It cannot be changed. */
export const EVERYONE_NAME = 'everyone';

/** Terms of a lockdown, with its reason. `until` may have passed: the clock ends it, and no event. */
export type Lockdown = {
  readonly until: Instant | null;
  readonly newcomersSince: Instant | null;
  readonly reason: CarriedReason;
};

export type PresentGuild = {
  readonly kind: 'Present';
  readonly guildId: GuildId;
  readonly name: string;
  readonly ownerId: UserId;
  /** The user who made the guild. They are a member without a join, until they leave or are removed. */
  readonly founderId: UserId;
  /** Roles in use. The everyone-role stands under the id of the guild. */
  readonly roles: GuildRoles;
  /** Deleted roles, which can be restored. */
  readonly deletedRoles: GuildRoles;
  readonly channels: ReadonlySet<ChannelId>;
  /** Order in which the channels are shown. It may name channels that are gone, and lack new ones, which come last. */
  readonly channelOrder: ReadonlyArray<ChannelId>;
  readonly lockdown: Lockdown | null;
};
export type GuildState =
  | { readonly kind: 'Absent' }
  | PresentGuild
  | (Omit<PresentGuild, 'kind'> & { readonly kind: 'Deleted' });

/** The roles in use without the everyone-role, from the lowest to the highest. */
export const rolesInOrder = ({ guildId, roles }: Pick<PresentGuild, 'guildId' | 'roles'>): ReadonlyArray<GuildRole> =>
  [...roles.values()]
    .filter(({ roleId }) => roleId !== everyoneRoleId(guildId))
    .sort((one, other) => one.rank - other.rank);

const whilePresent = (state: GuildState, change: (guild: PresentGuild) => GuildState): GuildState =>
  state.kind === 'Present' ? change(state) : state;

const roleOf = (
  { roleId, name, color, hoist, mentionable, permissions }: GuildRoleChanged['data'],
  rank: number,
): GuildRole => ({ roleId, rank, name, color, hoist, mentionable, permissions: permissionSet(permissions) });

/** Moves a role between the roles in use and the deleted ones. */
const moved = (roleId: RoleId, from: GuildRoles, to: GuildRoles, copies: FoldCopies): [GuildRoles, GuildRoles] => {
  const role = from.get(roleId);
  if (role === undefined) return [from, to];
  const left = copies.ofMap(from);
  left.delete(roleId);
  return [left, copies.ofMap(to).set(roleId, role)];
};

export const guildAggregate = aggregate<GuildState, GuildEvent>(
  { kind: 'Absent' },
  {
    'guild.created': (_, { guildId, name, ownerId, everyone }) => {
      const roleId = everyoneRoleId(guildId);
      const look = { name: EVERYONE_NAME, color: null, hoist: false, mentionable: false };
      return {
        kind: 'Present',
        guildId,
        name,
        ownerId,
        founderId: ownerId,
        roles: new Map([[roleId, { ...look, roleId, rank: 0, permissions: permissionSet(everyone) }]]),
        deletedRoles: new Map(),
        channels: new Set(),
        channelOrder: [],
        lockdown: null,
      };
    },
    'guild.renamed': (state, { name }) => whilePresent(state, (guild) => ({ ...guild, name })),
    'guild.deleted': (state) => whilePresent(state, (guild) => ({ ...guild, kind: 'Deleted' })),
    'guild.channel-listed': (state, { channelId }, copies) =>
      whilePresent(state, (guild) => ({ ...guild, channels: copies.ofSet(guild.channels).add(channelId) })),
    'guild.channel-unlisted': (state, { channelId }, copies) =>
      whilePresent(state, (guild) => {
        const channels = copies.ofSet(guild.channels);
        channels.delete(channelId);
        return { ...guild, channels };
      }),
    'guild.role-created': (state, data, copies) =>
      whilePresent(state, (guild) => ({
        ...guild,
        roles: copies.ofMap(guild.roles).set(data.roleId, roleOf(data, 0)),
      })),
    'guild.role-changed': (state, data, copies) =>
      whilePresent(state, (guild) => {
        const rank = guild.roles.get(data.roleId)?.rank ?? 0;
        return { ...guild, roles: copies.ofMap(guild.roles).set(data.roleId, roleOf(data, rank)) };
      }),
    'guild.role-deleted': (state, { roleId }, copies) =>
      whilePresent(state, (guild) => {
        const [roles, deletedRoles] = moved(roleId, guild.roles, guild.deletedRoles, copies);
        return { ...guild, roles, deletedRoles };
      }),
    'guild.role-restored': (state, { roleId }, copies) =>
      whilePresent(state, (guild) => {
        const [deletedRoles, roles] = moved(roleId, guild.deletedRoles, guild.roles, copies);
        return { ...guild, roles, deletedRoles };
      }),
    'guild.roles-ordered': (state, { order }, copies) =>
      whilePresent(state, (guild) => {
        const roles = copies.ofMap(guild.roles);
        order.forEach((roleId, place) => {
          const role = roles.get(roleId);
          if (role !== undefined) roles.set(roleId, { ...role, rank: place + 1 });
        });
        return { ...guild, roles };
      }),
    'guild.channels-ordered': (state, { order }) => whilePresent(state, (guild) => ({ ...guild, channelOrder: order })),
    'guild.owner-changed': (state, { ownerId }) => whilePresent(state, (guild) => ({ ...guild, ownerId })),
    'guild.lockdown-begun': (state, { until, newcomersSince, reason }) =>
      whilePresent(state, (guild) => ({ ...guild, lockdown: { until, newcomersSince, reason } })),
    'guild.lockdown-ended': (state) => whilePresent(state, (guild) => ({ ...guild, lockdown: null })),
  },
);
