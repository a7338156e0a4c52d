/**
 * Gate: asks the one resolver about a viewer, with facts from rows. Rows carry the same facts as the streams of the
 * write side, so both sides answer alike.
 */
import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { NO_OVERWRITES } from '#domain/permission/overwrite.ts';
import type { PermissionSet } from '#domain/permission/permission-set.ts';
import type { ChannelRights, GuildRights, MemberRights } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import { GATES_PER_GUILD_MAX } from '#queries/limits.ts';

/** Rights of a guild and of its channels, from which the gate of each member is made. */
export type Rights = {
  readonly guild: GuildRights;
  /** Channels that are synced with one category share one value with it. A channel without overwrites has none. */
  readonly ofChannels: ReadonlyMap<ChannelId, ChannelRights>;
};

/** Facts of a membership that decide permissions. It may name roles that are deleted. */
export type MemberFacts = { readonly roleIds: ReadonlyArray<RoleId>; readonly timedOutUntil: Instant | null };
export type GateViewer = { readonly userId: UserId; readonly member: MemberFacts; readonly at: Instant };

/** Gate of one member: the permissions in the guild itself and in each of its channels. */
export type Gate = {
  readonly inGuild: PermissionSet;
  readonly inChannel: (channelId: ChannelId) => PermissionSet;
  /** Permissions in the threads of a channel. */
  readonly inThreadsOf: (parentId: ChannelId) => PermissionSet;
};

const PLAIN: ChannelRights = { overwrites: NO_OVERWRITES };

/** The rights of a channel. A channel without overwrites has rights too. */
export const channelRights = ({ ofChannels }: Rights, channelId: ChannelId): ChannelRights =>
  ofChannels.get(channelId) ?? PLAIN;

/** Keeps the roles that the guild has. A deleted role gives nothing, and its overwrites count for no member. */
export const memberRights = ({ guild }: Rights, { roleIds, timedOutUntil }: MemberFacts): MemberRights => ({
  roleIds: new Set(roleIds.filter((id) => guild.roles.has(id))),
  timedOutUntil,
});

/** Makes the gate of a member. Channels with the same overwrites are resolved once. */
export const gateOf = (rights: Rights, { userId, member, at }: GateViewer): Gate => {
  const { guild } = rights;
  const own = memberRights(rights, member);
  const ask = (channel: ChannelRights | null) => resolve({ guild, userId, member: own, channel, at }).permissions;
  const alike = new Map<ChannelRights, PermissionSet>();
  const answers = new Map<ChannelId, PermissionSet>();
  const answer = (channelId: ChannelId): PermissionSet => {
    const channel = channelRights(rights, channelId);
    const permissions = alike.get(channel) ?? ask(channel);
    alike.set(channel, permissions);
    answers.set(channelId, permissions);
    return permissions;
  };
  return {
    inGuild: ask(null),
    inChannel: (channelId) => answers.get(channelId) ?? answer(channelId),
    inThreadsOf: (parentId) => ask({ ...channelRights(rights, parentId), isThread: true }),
  };
};

/**
 * Makes the gates of the members of one guild. Members with the same roles share one gate, so the price is that of the
 * distinct sets of roles. The owner and each member with an own overwrite have a gate of their own.
 */
export const gatesOf = (rights: Rights): ((viewer: GateViewer) => Gate) => {
  const overwritten = new Set(
    [...rights.ofChannels.values()].flatMap(({ overwrites }) => [...overwrites.members.keys()]),
  );
  const gates = new Map<string, Gate>();
  const classOf = ({ userId, member, at }: GateViewer): string => {
    const alone = userId === rights.guild.ownerId || overwritten.has(userId) ? userId : '';
    const timedOut = member.timedOutUntil !== null && millisOf(at) < millisOf(member.timedOutUntil);
    return [alone, timedOut, ...member.roleIds.toSorted()].join();
  };
  return (viewer) => {
    const name = classOf(viewer);
    const known = gates.get(name);
    if (known !== undefined) return known;
    if (gates.size >= GATES_PER_GUILD_MAX) gates.clear();
    const gate = gateOf(rights, viewer);
    gates.set(name, gate);
    return gate;
  };
};
