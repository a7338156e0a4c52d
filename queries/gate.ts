/**
 * Gate: asks the one resolver about a viewer, with facts from rows. Rows carry the same facts as the streams of the
 * write side, so both sides answer alike.
 */
import * as t from 'io-ts';
import { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { PermissionName } from '#domain/permission/bits.ts';
import { NO_OVERWRITES } from '#domain/permission/overwrite.ts';
import type { PermissionSet } from '#domain/permission/permission-set.ts';
import {
  type ChannelRights,
  type GuildRights,
  type OverwriteFacts,
  overwritesOf,
  rolesOf,
} from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import { nullable } from '#queries/row-codec.ts';

const names = t.readonlyArray(PermissionName);

const guildFacts = {
  guild_id: GuildId,
  name: t.string,
  owner_id: UserId,
  created_at: Instant,
  roles: t.readonlyArray(t.strict({ role_id: RoleId, rank: t.Integer, permissions: names })),
};

/** Row of a guild with its roles, as `guildFacts` selects it. */
export const GuildFacts = t.strict(guildFacts);
export type GuildFacts = t.TypeOf<typeof GuildFacts>;

/** Row of a membership: the roles worn besides the everyone-role, and the end of a time-out. */
export const MemberRow = t.strict({ role_ids: t.readonlyArray(RoleId), timed_out_until: nullable(Instant) });
export type MemberRow = t.TypeOf<typeof MemberRow>;

/** Row of an overwrite for a role or for a member. The other id is null. */
export const OverwriteRow = t.strict({
  channel_id: ChannelId,
  role_id: nullable(RoleId),
  user_id: nullable(UserId),
  allow: names,
  deny: names,
});
export type OverwriteRow = t.TypeOf<typeof OverwriteRow>;

/** Row of a guild that the viewer is a member of, as `guildsOf` selects it. */
export const GuildRow = t.strict({ ...guildFacts, member: MemberRow, overwrites: t.readonlyArray(OverwriteRow) });
export type GuildRow = t.TypeOf<typeof GuildRow>;

const targetOf = ({ role_id, user_id }: OverwriteRow): OverwriteFacts['target'] | undefined => {
  if (role_id !== null) return { kind: 'role', roleId: role_id };
  return user_id === null ? undefined : { kind: 'member', userId: user_id };
};

const factsOf = (row: OverwriteRow): ReadonlyArray<OverwriteFacts> => {
  const target = targetOf(row);
  return target === undefined ? [] : [{ target, allow: row.allow, deny: row.deny }];
};

/** Rights of a guild and of its channels, from which the gate of each member is made. */
export type Rights = {
  readonly guild: GuildRights;
  readonly ofChannels: ReadonlyMap<ChannelId, ChannelRights>;
};

export const rightsOf = (guild: GuildFacts, overwrites: ReadonlyArray<OverwriteRow>): Rights => {
  const roles = guild.roles.map(({ role_id, rank, permissions }) => ({ roleId: role_id, rank, permissions }));
  const byChannel = Map.groupBy(overwrites, ({ channel_id }) => channel_id);
  return {
    guild: { guildId: guild.guild_id, ownerId: guild.owner_id, roles: rolesOf(roles) },
    ofChannels: new Map([...byChannel].map(([id, rows]) => [id, { overwrites: overwritesOf(rows.flatMap(factsOf)) }])),
  };
};

export type GateViewer = { readonly userId: UserId; readonly member: MemberRow; readonly at: Instant };

/** Gate of one member: the permissions in the guild itself and in each of its channels. */
export type Gate = { readonly inGuild: PermissionSet; readonly inChannel: (channelId: ChannelId) => PermissionSet };

const PLAIN: ChannelRights = { overwrites: NO_OVERWRITES };

export const gateOf = ({ guild, ofChannels }: Rights, { userId, member, at }: GateViewer): Gate => {
  const rights = { roleIds: new Set(member.role_ids), timedOutUntil: member.timed_out_until };
  const ask = (channel: ChannelRights | null) => resolve({ guild, userId, member: rights, channel, at }).permissions;
  const plain = ask(PLAIN);
  return {
    inGuild: ask(null),
    inChannel: (channelId) => {
      const own = ofChannels.get(channelId);
      return own === undefined ? plain : ask(own);
    },
  };
};

/** Makes the gate of a viewer to one of the viewer's own guilds. */
export const ownGate = (guild: GuildRow, asker: Omit<GateViewer, 'member'>): Gate =>
  gateOf(rightsOf(guild, guild.overwrites), { ...asker, member: guild.member });
