/** The slice of the roles: those of each guild, from rank 0 up. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { Role } from '#gateway/protocol/resources.ts';
import { staleRoster } from '#web/store/roster.ts';
import { type Handlers, withRoster } from '#web/store/slices/parts.ts';
import type { ClientState } from '#web/store/state.ts';

type Roles = ReadonlyArray<Role>;

/** Roles of one rank stand in the order of their ids. Only the moment between a new role and its order has two. */
export const byRank = (a: Role, b: Role): number => a.rank - b.rank || (a.role_id < b.role_id ? -1 : 1);

/** Changes the roles of a guild that the client knows. */
const withRoles = (state: ClientState, guildId: GuildId, next: (roles: Roles) => Roles): ClientState =>
  state.guilds[guildId] === undefined
    ? state
    : { ...state, roles: { ...state.roles, [guildId]: next(state.roles[guildId] ?? []).toSorted(byRank) } };

const put = (state: ClientState, role: Role): ClientState =>
  withRoles(state, role.guild_id, (roles) => [...roles.filter(({ role_id }) => role_id !== role.role_id), role]);

export const roleHandlers: Handlers<'role_create' | 'role_update' | 'role_delete' | 'role_order'> = {
  // A restored role comes back with its members, whom only a new reading of the members shows.
  role_create: (state, { role }) => withRoster(put(state, role), role.guild_id, staleRoster),
  role_update: (state, { role }) => put(state, role),
  // Members go on naming a deleted role, so that they have it again when it is restored.
  role_delete: (state, { guild_id, role_id }) =>
    withRoles(state, guild_id, (roles) => roles.filter((role) => role.role_id !== role_id)),
  role_order: (state, { guild_id, order }) =>
    withRoles(state, guild_id, (roles) =>
      roles.map((role) => {
        const at = order.indexOf(role.role_id);
        return at === -1 ? role : { ...role, rank: at + 1 };
      }),
    ),
};
