/** The dispatches that lead a client from one sight of a guild to another. */
import type { ChannelId, GuildId, RoleId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { CHANNELS_TOLD_SINGLY_MAX } from '#gateway/limits/sockets.ts';
import { presentChannel } from '#gateway/present/channel.ts';
import { presentGuildSight } from '#gateway/present/guild.ts';
import { presentRole } from '#gateway/present/role.ts';
import type { Dispatch, DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { ChannelView, GuildView, MemberRightsView, RoleView } from '#queries/queries.ts';

export const sameNames = (a: ReadonlyArray<Permission>, b: ReadonlyArray<Permission>): boolean =>
  a === b || (a.length === b.length && a.every((name, at) => b[at] === name));

const sameList = <A>(a: ReadonlyArray<A>, b: ReadonlyArray<A>): boolean =>
  a.length === b.length && a.every((one, at) => b[at] === one);

const sameRole = (a: RoleView, b: RoleView): boolean =>
  a === b ||
  (a.name === b.name &&
    a.color === b.color &&
    a.hoist === b.hoist &&
    a.mentionable === b.mentionable &&
    sameNames(a.permissions, b.permissions));

const sameRank = (a: RoleView, b: RoleView): boolean => a.rank === b.rank;

/** Answers the order of the roles. Undefined while a deleted role leaves a gap between their ranks. */
const orderOf = (roles: ReadonlyArray<RoleView>): ReadonlyArray<RoleId> | undefined => {
  const ranked = roles.filter(({ rank }) => rank > 0);
  return ranked.every(({ rank }, place) => rank === place + 1) ? ranked.map(({ roleId }) => roleId) : undefined;
};

/** Tells a change of ranks as one order. While the ranks have a gap, each role is told with its rank. */
const roleChanges = (guildId: GuildId, before: Sight, now: Sight): ReadonlyArray<Dispatch> => {
  if (before.roles === now.roles) return [];
  const [former, current] = [before, now].map(({ roles }) => new Map(roles.map((role) => [role.roleId, role])));
  if (former === undefined || current === undefined) return [];
  const gone = before.roles.filter(({ roleId }) => !current.has(roleId));
  const order = orderOf(now.roles);
  const told = now.roles.flatMap((role): ReadonlyArray<Dispatch> => {
    const known = former.get(role.roleId);
    if (known === undefined) return [{ t: 'role_create', d: { role: presentRole(role) } }];
    const isKnown = sameRole(known, role) && (order !== undefined || sameRank(known, role));
    return isKnown ? [] : [{ t: 'role_update', d: { role: presentRole(role) } }];
  });
  const isMoved = now.roles.some((role) => !sameRank(former.get(role.roleId) ?? role, role));
  return [
    ...gone.map(({ roleId }): Dispatch => ({ t: 'role_delete', d: { guild_id: guildId, role_id: roleId } })),
    ...told,
    ...(order !== undefined && isMoved
      ? [{ t: 'role_order', d: { guild_id: guildId, order } } satisfies Dispatch]
      : []),
  ];
};

/** Says that a channel is hidden. A channel that is gone was not hidden, so its loss has no reason here. */
const lost = (guildId: GuildId, id: ChannelId, isThere: boolean): ReadonlyArray<Dispatch> => {
  const at = { guild_id: guildId, channel_id: id };
  const reason: Dispatch = { t: 'access_lost', d: { ...at, cause: 'hidden', by: null, reason: null } };
  return [...(isThere ? [reason] : []), { t: 'channel_delete', d: at }];
};

/** True when no channel came and the others stand as before. A place alone does not say where a new channel stands. */
const isInOrder = (before: Sight, now: Sight): boolean => {
  const stayed = [...before.channels.keys()].filter((id) => now.channels.has(id));
  return sameList(stayed, [...now.channels.keys()]);
};

type ChannelChange = Pick<DispatchOf<'channel_update'>['d'], 'parent_id' | 'synced' | 'private' | 'locked'>;
/** Names the facts of a channel that a viewer with the same permissions sees otherwise now. */
const channelChange = (known: ChannelView, now: ChannelView): ChannelChange => ({
  ...(known.parentId === now.parentId ? {} : { parent_id: now.parentId }),
  ...(known.synced === now.synced ? {} : { synced: now.synced }),
  ...(known.isPrivate === now.isPrivate ? {} : { private: now.isPrivate }),
  ...(known.isLocked === now.isLocked ? {} : { locked: now.isLocked }),
});

/** Guild as every viewer sees it alike, with the channels that are there, seen or not. */
export type SharedGuild = { readonly guild: GuildView; readonly isThere: (id: ChannelId) => boolean };

/** Lists the dispatches that give a viewer a whole guild. */
export const wholeGuild = (guild: GuildView, now: Sight, member: MemberRightsView): ReadonlyArray<Dispatch> => [
  { t: 'guild_create', d: presentGuildSight({ guild, ...now, channels: [...now.channels.values()], member }) },
];

/** Lists the dispatches for channels whose subscriptions ended although the sight before lacked them. */
export const endedChannels = (
  { guild: { guildId }, isThere }: SharedGuild,
  ended: ReadonlyArray<ChannelId>,
): ReadonlyArray<Dispatch> => ended.flatMap((id) => lost(guildId, id, isThere(id)));

/**
 * Lists the dispatches that lead from one sight to another. They are the same for all viewers with these two sights. A
 * guild with many changes is told as a whole.
 */
export const sightChange = (before: Sight, now: Sight, { guild, isThere }: SharedGuild): ReadonlyArray<Dispatch> => {
  if (before === now) return [];
  const { guildId } = guild;
  const gone = [...before.channels.keys()].filter((id) => !now.channels.has(id));
  const come: ChannelView[] = [];
  const changes: Array<readonly [ChannelView, ChannelChange]> = [];
  for (const channel of now.channels.values()) {
    const known = before.channels.get(channel.channelId);
    if (known === channel) continue;
    if (known === undefined || !sameNames(known.permissions, channel.permissions)) come.push(channel);
    else {
      const changed = channelChange(known, channel);
      if (Object.keys(changed).length > 0) changes.push([channel, changed]);
    }
  }
  const losses = gone.flatMap((id) => lost(guildId, id, isThere(id)));
  const roles = roleChanges(guildId, before, now);
  if (come.length + changes.length > CHANNELS_TOLD_SINGLY_MAX) {
    const channels = [...now.channels.values()];
    const entry = presentGuildSight({ guild, ...now, channels, member: undefined });
    return [...losses, { t: 'guild_create', d: entry }];
  }
  const rights: ReadonlyArray<Dispatch> = sameNames(before.permissions, now.permissions)
    ? []
    : [{ t: 'guild_update', d: { guild_id: guildId, permissions: now.permissions } }];
  const order: ReadonlyArray<Dispatch> = isInOrder(before, now)
    ? []
    : [{ t: 'channel_order', d: { guild_id: guildId, order: [...now.channels.keys()] } }];
  return [
    ...roles,
    ...rights,
    ...losses,
    ...come.map((channel): Dispatch => ({ t: 'channel_create', d: { channel: presentChannel(channel) } })),
    ...changes.map(
      ([{ channelId }, changed]): Dispatch => ({
        t: 'channel_update',
        d: { guild_id: guildId, channel_id: channelId, ...changed },
      }),
    ),
    ...order,
  ];
};
