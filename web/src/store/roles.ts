/** Answers about roles and members, for the screens. Only the server decides what a member may do. */

import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Guild, Lockdown, Member, MemberRights, Role } from '#gateway/protocol/resources.ts';
import { NO_RIGHTS } from '#web/store/slices/parts.ts';
import type { ClientState } from '#web/store/state.ts';

/** Roles of a guild from rank 0 up. The first is the everyone-role, which has the guild's id. */
export const rolesOf = (state: Pick<ClientState, 'roles'>, guildId: GuildId | undefined): ReadonlyArray<Role> =>
  (guildId === undefined ? undefined : state.roles[guildId]) ?? [];

type Wearer = Pick<MemberRights, 'role_ids'>;

/** Roles of a member from the highest down, without the everyone-role. A deleted role is not among them. */
export const rolesWorn = (roles: ReadonlyArray<Role>, { role_ids }: Wearer): ReadonlyArray<Role> =>
  roles.filter(({ role_id, rank }) => rank > 0 && role_ids.includes(role_id)).toReversed();

/** Colour of a member's name: that of the highest role with a colour. Null for the usual colour. */
export const colorOf = (roles: ReadonlyArray<Role>, wearer: Wearer): Role['color'] =>
  rolesWorn(roles, wearer).find(({ color }) => color !== null)?.color ?? null;

/** Role under which the member list shows a member. Undefined for the group of all others. */
export const shownUnder = (roles: ReadonlyArray<Role>, wearer: Wearer): Role | undefined =>
  rolesWorn(roles, wearer).find(({ hoist }) => hoist);

/** Members by the role under which the list shows them, from the highest role down. Members without one come last. */
export const membersByRole = (
  roles: ReadonlyArray<Role>,
  members: ReadonlyArray<Member>,
): ReadonlyArray<{ readonly role: Role | null; readonly members: ReadonlyArray<Member> }> => {
  const groups = Map.groupBy(members, (member) => shownUnder(roles, member)?.role_id ?? null);
  return [...roles.toReversed(), null].flatMap((role) => {
    const group = groups.get(role?.role_id ?? null);
    return group === undefined ? [] : [{ role, members: group }];
  });
};

/** Rank of a member: that of the highest role, 0 without a role, and infinite for the owner. */
export const rankIn = (
  guild: Pick<Guild, 'owner_id'> | undefined,
  roles: ReadonlyArray<Role>,
  member: Wearer & { readonly userId: UserId },
): number => {
  if (guild?.owner_id === member.userId) return Number.POSITIVE_INFINITY;
  return rolesWorn(roles, member)[0]?.rank ?? 0;
};

/** Roles, nickname and time-out of this user in a guild. */
export const ownRights = (state: Pick<ClientState, 'own'>, guildId: GuildId | undefined): MemberRights =>
  (guildId === undefined ? undefined : state.own[guildId]) ?? NO_RIGHTS;

/** Rank of this user in a guild. A member acts only on lower ranks, and gives only lower roles. */
export const ownRank = (state: ClientState, guildId: GuildId): number =>
  state.me === null
    ? 0
    : rankIn(state.guilds[guildId], rolesOf(state, guildId), {
        ...ownRights(state, guildId),
        userId: state.me.user_id,
      });

/** True when this user outranks a member. So nobody outranks the owner or themselves. */
export const outranked = (state: ClientState, guildId: GuildId, member: Member): boolean =>
  ownRank(state, guildId) >
  rankIn(state.guilds[guildId], rolesOf(state, guildId), {
    role_ids: member.role_ids,
    userId: member.user.user_id,
  });

/** End of a time-out that still runs, or null. `now` is the clock of the server in milliseconds since 1970. */
export const timeOutOf = (
  { timed_out_until: until }: Pick<MemberRights, 'timed_out_until'>,
  now: number,
): MemberRights['timed_out_until'] => (until !== null && now < millisOf(until) ? until : null);

/** Lockdown that still holds, or null. The clock ends a lockdown, and no dispatch says so. */
export const lockdownOf = (guild: Pick<Guild, 'lockdown'> | undefined, now: number): Lockdown | null => {
  const lockdown = guild?.lockdown ?? null;
  if (lockdown === null || (lockdown.until !== null && millisOf(lockdown.until) <= now)) return null;
  return lockdown;
};

/** Name of a member in the guild: the nickname, or the username. Null for an erased user without a nickname. */
export const memberName = ({ user, nickname }: Pick<Member, 'user' | 'nickname'>): string | null =>
  nickname ?? user.username;
