/**
 * Snapshot of a guild: what decides visibility there, with the names that go with it, at one position. Rows of members
 * are not in it, because each question reads the one member that it needs.
 */
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { AnyChannelKind } from '#domain/channel/events.ts';
import { type ChannelSigns, channelSigns } from '#domain/channel/signs.ts';
import { RoleColor } from '#domain/guild/values.ts';
import { ChannelId, type GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { Instant, millisOf } from '#domain/kernel/instant.ts';
import { PermissionName } from '#domain/permission/bits.ts';
import { has } from '#domain/permission/permission-set.ts';
import { type ChannelRights, type OverwriteFacts, overwritesOf, rolesOf } from '#domain/permission/question.ts';
import { channelRights, type Gate, type GateViewer, gatesOf, type Rights } from '#queries/gate.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { ChannelView, GuildView, LockdownView, RoleView } from '#queries/queries.ts';
import { nullable } from '#queries/row-codec.ts';
import { nameLists } from '#queries/snapshot/name-lists.ts';
import { type ChannelFacts, packed, unpack } from '#queries/snapshot/packed.ts';
import { parentsInSight } from '#queries/snapshot/parents-in-sight.ts';

const names = t.readonlyArray(PermissionName);

/** Row of an overwrite for a role or for a member. The other id is null. */
export const OverwriteRow = t.strict({
  channel_id: ChannelId,
  role_id: nullable(RoleId),
  user_id: nullable(UserId),
  allow: names,
  deny: names,
});
export type OverwriteRow = t.TypeOf<typeof OverwriteRow>;

const RoleRow = t.strict({
  role_id: RoleId,
  name: t.string,
  color: nullable(RoleColor),
  hoist: t.boolean,
  mentionable: t.boolean,
  rank: t.Integer,
  permissions: names,
});

/** Lockdown as the row of a guild has it. */
export const LockdownRow = t.strict({ until: nullable(Instant), newcomers_since: nullable(Instant) });

export const lockdownView = (row: t.TypeOf<typeof LockdownRow> | null): LockdownView | null =>
  row && { until: row.until, newcomersSince: row.newcomers_since };

/** Row of a whole guild, as `snapshotColumns` selects it. */
export const SnapshotRow = t.strict({
  name: t.string,
  owner_id: UserId,
  created_at: Instant,
  lockdown: nullable(LockdownRow),
  channel_order: t.readonlyArray(ChannelId),
  roles: t.readonlyArray(RoleRow),
  overwrites: t.readonlyArray(OverwriteRow),
  channels: nullable(t.string),
});
export type SnapshotRow = t.TypeOf<typeof SnapshotRow>;

/**
 * Selects the stamp of the row `guild`. Equal stamps mean equal snapshots: it names the last change of the guild, and
 * the last stream that was hidden anywhere.
 */
export const stampOfGuild: Sql = sql.fragment`
  guild.changed_position::text || '/' || (SELECT coalesce(max(position), 0)::text FROM read.hidden_stream)`;

/**
 * True for a row `channel` whose overwrites are known. A channel that is synced with a hidden stream is left out, so that
 * nobody sees it in the meantime.
 */
export const overwritesKnown: Sql = sql.fragment`(
  channel.synced_with IS NULL
  OR EXISTS (
    -- The guild keeps the database from reading the channels of all guilds.
    SELECT FROM read.channel AS category
    WHERE category.channel_id = channel.synced_with AND category.guild_id = channel.guild_id
  )
)`;

/**
 * Selects a JSON value of `SnapshotRow` for the row `guild`. A deleted category keeps its overwrites, because channels
 * may be synced with it.
 */
export const snapshotOfGuild: Sql = sql.fragment`
  json_build_object(
    'name', guild.name, 'owner_id', guild.owner_id, 'created_at', guild.created_at,
    'lockdown', guild.lockdown, 'channel_order', guild.channel_order,
    'roles', (
      SELECT json_agg(json_build_object(
        'role_id', role_id, 'name', name, 'color', color, 'hoist', hoist, 'mentionable', mentionable, 'rank', rank,
        'permissions', permissions
      ) ORDER BY rank, role_id)
      FROM read.role WHERE role.guild_id = guild.guild_id AND NOT role.deleted
    ),
    'overwrites', (
      SELECT coalesce(json_agg(json_build_object(
        'channel_id', overwrite.channel_id, 'role_id', overwrite.role_id, 'user_id', overwrite.user_id,
        'allow', overwrite.allow, 'deny', overwrite.deny
      )), '[]')
      FROM read.overwrite JOIN read.channel USING (channel_id)
      WHERE overwrite.guild_id = guild.guild_id AND (channel.deleted_at IS NULL OR channel.kind = 'category')
    ),
    'channels', (
      SELECT ${packed} FROM (
        SELECT channel.*, channel_listing.position AS listed
        FROM read.channel_listing JOIN read.channel USING (channel_id, guild_id)
        WHERE channel_listing.guild_id = guild.guild_id AND channel.deleted_at IS NULL AND ${overwritesKnown}
      ) AS room
    )
  )`;

/** Channel in a snapshot. `place` is its place in the order of the guild, which other channels may share no more. */
export type SnapshotChannel = ChannelFacts & ChannelSigns & { readonly place: number };

/** Channels that a member sees, with the member's permissions. Members with one gate share it. */
export type ChannelSights = {
  readonly permissions: ChannelView['permissions'];
  readonly channels: ReadonlyArray<ChannelView>;
};

export type GuildSnapshot = {
  readonly guildId: GuildId;
  readonly stamp: string;
  readonly name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
  readonly lockdown: LockdownView | null;
  /** Roles in use from rank 0 up, the everyone-role first. */
  readonly roles: ReadonlyArray<RoleView>;
  /** Channels in the order of their display. */
  readonly channels: ReadonlyArray<SnapshotChannel>;
  readonly channel: (channelId: ChannelId) => SnapshotChannel | undefined;
  readonly rights: Rights;
  readonly gate: (viewer: GateViewer) => Gate;
  /** The channels that a gate lets its member see. They are made once for each gate. */
  readonly sights: (gate: Gate) => ChannelSights;
};

const targetOf = ({ role_id, user_id }: OverwriteRow): OverwriteFacts['target'] | undefined => {
  if (role_id !== null) return { kind: 'role', roleId: role_id };
  return user_id === null ? undefined : { kind: 'member', userId: user_id };
};

/** Facts of an overwrite. A row that names neither a role nor a member has none. */
export const overwriteFacts = (row: OverwriteRow): ReadonlyArray<OverwriteFacts> => {
  const target = targetOf(row);
  return target === undefined ? [] : [{ target, allow: row.allow, deny: row.deny }];
};

const rightsOf = (guildId: GuildId, row: SnapshotRow, channels: ReadonlyArray<ChannelFacts>): Rights => {
  const own = new Map<ChannelId, ChannelRights>();
  for (const [id, rows] of Map.groupBy(row.overwrites, ({ channel_id }) => channel_id))
    own.set(id, { overwrites: overwritesOf(rows.flatMap(overwriteFacts)) });
  const ofChannels = new Map<ChannelId, ChannelRights>();
  for (const { channelId, syncedWith } of channels) {
    const rights = own.get(syncedWith ?? channelId);
    if (rights !== undefined) ofChannels.set(channelId, rights);
  }
  const roles = row.roles.map(({ role_id, rank, permissions }) => ({ roleId: role_id, rank, permissions }));
  return { guild: { guildId, ownerId: row.owner_id, roles: rolesOf(roles) }, ofChannels };
};

/** Puts channels into the order of the guild. A channel that the order does not name comes last. */
const inOrder = (
  channels: ReadonlyArray<ChannelFacts>,
  order: ReadonlyArray<ChannelId>,
): ReadonlyArray<ChannelFacts & { readonly place: number }> => {
  const places = new Map(order.map((id, place) => [id, place]));
  return channels
    .map((channel, listed) => ({ ...channel, place: places.get(channel.channelId) ?? order.length + listed }))
    .sort((a, b) => a.place - b.place);
};

/** Shows a channel to a viewer who has these permissions in it. */
export const channelView = <Kind extends AnyChannelKind>(
  guildId: GuildId,
  channel: Omit<SnapshotChannel, 'channelKind'> & { readonly channelKind: Kind },
  permissions: ChannelView['permissions'],
): Omit<ChannelView, 'channelKind'> & { readonly channelKind: Kind } => ({
  guildId,
  channelId: channel.channelId,
  name: channel.name,
  channelKind: channel.channelKind,
  parentId: channel.parentId,
  createdAt: channel.createdAt,
  topic: channel.topic,
  slowModeSecs: channel.slowModeSecs,
  tags: channel.tags,
  tagRequired: channel.tagRequired,
  synced: channel.syncedWith !== null && channel.syncedWith === channel.parentId,
  isPrivate: channel.isPrivate,
  isLocked: channel.isLocked,
  place: channel.place,
  permissions,
});

/** Answers undefined for a row whose channels are packed in a broken way. */
export const makeSnapshot = (guildId: GuildId, stamp: string, row: SnapshotRow): GuildSnapshot | undefined => {
  const facts = unpack(row.channels);
  if (facts === undefined) return undefined;
  const rights = rightsOf(guildId, row, facts);
  const signsOf = channelSigns(rights.guild);
  const channels = inOrder(facts, row.channel_order).map(
    (channel): SnapshotChannel => ({
      ...channel,
      ...signsOf(channel.channelKind, channelRights(rights, channel.channelId).overwrites),
    }),
  );
  const byId = new Map(channels.map((channel) => [channel.channelId, channel]));
  const listOf = nameLists();
  const sights = new WeakMap<Gate, ChannelSights>();
  const sightsOf = (gate: Gate): ChannelSights => ({
    permissions: listOf(gate.inGuild),
    channels: parentsInSight(
      channels.flatMap((channel) => {
        const set = gate.inChannel(channel.channelId);
        return has(set, 'view_channel') ? [channelView(guildId, channel, listOf(set))] : [];
      }),
    ),
  });
  return {
    guildId,
    stamp,
    name: row.name,
    ownerId: row.owner_id,
    createdAt: row.created_at,
    lockdown: lockdownView(row.lockdown),
    roles: row.roles.map(({ role_id, ...role }) => ({ guildId, roleId: role_id, ...role })),
    channels,
    channel: (channelId) => byId.get(channelId),
    rights,
    gate: gatesOf(rights),
    sights: (gate) => {
      const made = sights.get(gate) ?? sightsOf(gate);
      sights.set(gate, made);
      return made;
    },
  };
};

/** Answers null for a lockdown whose time is over. */
export const lockdownHolding = (lockdown: LockdownView | null, at: Instant): LockdownView | null =>
  lockdown?.until != null && millisOf(lockdown.until) <= millisOf(at) ? null : lockdown;

/** Shows a guild as every viewer sees it alike. A lockdown whose time is over is none. */
export const guildView = (guild: GuildView, at: Instant): GuildView => {
  const { guildId, name, ownerId, createdAt, lockdown } = guild;
  return { guildId, name, ownerId, createdAt, lockdown: lockdownHolding(lockdown, at) };
};
