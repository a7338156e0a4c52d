/** The ranks of this user and of others in a guild, as the rules of the server count them. */

import type { GuildId, RoleId } from '#domain/kernel/ids.ts';
import { OWNER_RANK, type Rank } from '#domain/permission/hierarchy.ts';
import type { Member, Role } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';

/** Roles of a guild, the highest first. The everyone-role is the last. */
export const rolesFromTop = (state: ClientState, guildId: GuildId): ReadonlyArray<Role> =>
  (state.roles[guildId] ?? []).toReversed();

const highest = (roles: ReadonlyArray<Role>, worn: ReadonlyArray<RoleId>): Rank =>
  roles.reduce((rank, role) => (worn.includes(role.role_id) ? Math.max(rank, role.rank) : rank), 0);

export const ownRank = (state: ClientState, guildId: GuildId): Rank =>
  state.guilds[guildId]?.owner_id === state.me?.user_id
    ? OWNER_RANK
    : highest(state.roles[guildId] ?? [], state.own[guildId]?.role_ids ?? []);

export const rankOfMember = (state: ClientState, guildId: GuildId, member: Member): Rank =>
  member.owner ? OWNER_RANK : highest(state.roles[guildId] ?? [], member.role_ids);

/** True for the everyone-role. It has the id of its guild, the lowest rank, and no name of its own. */
export const isEveryone = (role: Role): boolean => (role.role_id as string) === (role.guild_id as string);
