/**
 * Visibility: the one place that decides what a viewer may see. It reads the membership, the stamp of the guild and the
 * payload in one statement, so an answer is never older or newer than the right to it. The snapshot of the guild comes
 * from memory when its stamp is that of the statement, and otherwise from the same statement, asked again (0036). An
 * absent, a removed and a hidden thing all answer alike.
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { AnyChannelKind } from '#domain/channel/events.ts';
import { NO_TAGS } from '#domain/channel/state.ts';
import { ChannelId, GuildId, RoleId, type UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { has, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { Gate } from '#queries/gate.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { MemberRightsView, NotVisible, QueryFailure } from '#queries/queries.ts';
import { type FoundValue, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { checkedRow, nullable } from '#queries/row-codec.ts';
import {
  type GuildSnapshot,
  makeSnapshot,
  type SnapshotChannel,
  SnapshotRow,
  snapshotOfGuild,
  stampOfGuild,
} from '#queries/snapshot/guild-snapshot.ts';

/** Row of a membership: the roles besides the everyone-role, also deleted ones, the nickname and the end of a time-out. */
export const MemberRow = t.strict({
  role_ids: t.readonlyArray(RoleId),
  nickname: nullable(t.string),
  timed_out_until: nullable(Instant),
});
export type MemberRow = t.TypeOf<typeof MemberRow>;

/** Selects a JSON value of `MemberRow` for the row `member`. */
export const memberFacts: Sql = sql.fragment`
  json_build_object(
    'role_ids', (
      SELECT coalesce(json_agg(role_id ORDER BY role_id), '[]') FROM read.member_role
      WHERE member_role.guild_id = member.guild_id AND member_role.user_id = member.user_id
    ),
    'nickname', member.nickname,
    'timed_out_until', (
      SELECT until FROM read.time_out
      WHERE time_out.guild_id = member.guild_id AND time_out.user_id = member.user_id
    )
  )`;

/** Row of a guild and of the viewer's membership in it. `snapshot` is null when the statement was not to read it. */
export const GuildRow = t.strict({
  guild_id: GuildId,
  stamp: t.string,
  member: MemberRow,
  snapshot: nullable(SnapshotRow),
});
export type GuildRow = t.TypeOf<typeof GuildRow>;

/**
 * Selects the guilds that `viewer` is a member of, as rows of `GuildRow`. It reads the snapshots of guilds for which
 * `wanted` is true.
 */
export const guildsOf = (viewer: UserId, wanted: Sql): Sql => sql.fragment`
  SELECT guild.guild_id, ${stampOfGuild} AS stamp, ${memberFacts} AS member,
    CASE WHEN ${wanted} THEN ${snapshotOfGuild} END AS snapshot
  FROM read.member JOIN read.guild USING (guild_id)
  WHERE member.user_id = ${viewer}`;

export const BROKEN: QueryFailure = {
  kind: 'ReadModelsUnavailable',
  why: 'the channels of a guild are packed in a broken way',
};

/**
 * Finds the snapshot of a guild for its stamp, in the row itself or in memory. Answers `undefined` when neither has it,
 * and the statement must be asked again.
 */
export const snapshotFor = (
  { guilds }: Pick<QueryDeps, 'guilds'>,
  { guild_id, stamp, snapshot }: Pick<GuildRow, 'guild_id' | 'stamp' | 'snapshot'>,
): E.Either<QueryFailure, GuildSnapshot | undefined> => {
  const known = guilds.find(guild_id, stamp);
  if (known !== undefined || snapshot === null) return E.right(known);
  const made = makeSnapshot(guild_id, stamp, snapshot);
  if (made === undefined) return E.left(BROKEN);
  guilds.keep(made);
  return E.right(made);
};

/** Facts of a member as the streams have them, with deleted roles. The gate passes over these. */
export const memberRights = (row: MemberRow): MemberRightsView => ({
  roleIds: row.role_ids,
  nickname: row.nickname,
  timedOutUntil: row.timed_out_until,
});

/** Facts of a member as views have them, without roles that are deleted. */
export const memberView = (guild: GuildSnapshot, row: MemberRow): MemberRightsView => ({
  roleIds: row.role_ids.filter((id) => guild.rights.guild.roles.has(id)),
  nickname: row.nickname,
  timedOutUntil: row.timed_out_until,
});

/** Question behind the gate. Its payload is one JSON value, read in the statement of the gate. */
export type GatedQuestion<A> = {
  readonly name: string;
  readonly models: ReadonlyArray<string>;
  readonly needs: Permission | undefined;
  readonly payload: Sql;
  readonly codec: t.Type<A, unknown, unknown>;
};

const decodePayload = <A>(codec: t.Type<A, unknown, unknown>, payload: unknown): E.Either<QueryFailure, A> =>
  pipe(
    checkedRow(codec, payload),
    E.mapLeft((why) => ({ kind: 'ReadModelsUnavailable', why })),
  );

export type SeenGuild<A> = {
  readonly guild: GuildSnapshot;
  readonly member: MemberRightsView;
  readonly gate: Gate;
  readonly payload: A;
};

/** Row of a thread that is not deleted. The viewers of its parent see it. */
const ThreadPlace = t.strict({ parent_id: ChannelId, name: t.string, begun_at: Instant });
type ThreadPlace = t.TypeOf<typeof ThreadPlace>;

type SeenRow = {
  readonly through: bigint;
  readonly guild: GuildRow | null;
  readonly thread: ThreadPlace | null;
  readonly payload: unknown;
};
const SeenRow = t.strict({
  through: t.bigint,
  guild: nullable(GuildRow),
  thread: nullable(ThreadPlace),
  payload: t.unknown,
});
const NO_THREAD: Sql = sql.fragment`NULL::json`;
type AskedGuild = SeenGuild<unknown> & { readonly thread: ThreadPlace | null };

/** Selects the guild of a channel, which may be a thread. */
export const guildOfChannel = (channelId: ChannelId): Sql => sql.fragment`coalesce(
  (SELECT guild_id FROM read.channel WHERE channel_id = ${channelId}),
  (SELECT guild_id FROM read.thread WHERE channel_id = ${channelId} AND deleted_at IS NULL)
)`;

/**
 * Asks the statement for the viewer's membership in the guild that `guildId` selects. It asks again, with the snapshot,
 * when the memory has none with this stamp.
 */
const askGuild =
  (deps: QueryDeps) =>
  <A>(
    userId: UserId,
    guildId: Sql,
    behind: GatedQuestion<A>,
    thread: Sql = NO_THREAD,
  ): TE.TaskEither<NotVisible | QueryFailure, FoundValue<AskedGuild>> => {
    const ask = (whole: boolean) =>
      oneRow<SeenRow>(deps.models, {
        name: behind.name,
        row: SeenRow,
        sql: sql.fragment`
          SELECT
            ${throughOf(behind.models)} AS through,
            (
              SELECT to_json(seen)
              FROM (${guildsOf(userId, sql.fragment`${whole}::boolean`)} AND guild.guild_id = ${guildId}) AS seen
            ) AS guild,
            ${thread} AS thread,
            ${behind.payload} AS payload`,
      });
    const read = (whole: boolean): TE.TaskEither<NotVisible | QueryFailure, FoundValue<AskedGuild>> =>
      pipe(
        ask(whole),
        TE.flatMap((row) => {
          const { through, guild: seen, thread: place, payload } = row;
          if (seen === null) return TE.left(NOT_VISIBLE);
          const found = snapshotFor(deps, seen);
          if (E.isLeft(found)) return TE.left(found.left);
          const guild = found.right;
          if (guild === undefined) return read(true);
          const member = memberView(guild, seen.member);
          const gate = guild.gate({ userId, member, at: deps.now() });
          return TE.right({ through, value: { guild, member, gate, thread: place, payload } });
        }),
      );
    return read(false);
  };

/** Answers a payload to a member of the guild who has the permission `needs`. */
export const behindGuild =
  (deps: QueryDeps) =>
  <A>(
    { userId, guildId }: { readonly userId: UserId; readonly guildId: GuildId },
    behind: GatedQuestion<A>,
  ): TE.TaskEither<NotVisible | QueryFailure, FoundValue<SeenGuild<A>>> =>
    pipe(
      askGuild(deps)(userId, sql.fragment`${guildId}`, behind),
      TE.flatMapEither(({ through, value }): E.Either<NotVisible | QueryFailure, FoundValue<SeenGuild<A>>> => {
        if (behind.needs !== undefined && !has(value.gate.inGuild, behind.needs)) return E.left(NOT_VISIBLE);
        return pipe(
          decodePayload(behind.codec, value.payload),
          E.map((payload) => ({ through, value: { ...value, payload } })),
        );
      }),
    );

/** The guilds of a viewer, each with the viewer's gate, and a payload of the same statement. */
export type SeenGuilds<A> = {
  readonly guilds: ReadonlyArray<{ readonly guild: GuildSnapshot; readonly gate: Gate }>;
  readonly payload: A;
};

type SeenGuildsRow = {
  readonly through: bigint;
  readonly guilds: ReadonlyArray<GuildRow>;
  readonly payload: unknown;
};
const SeenGuildsRow = t.strict({ through: t.bigint, guilds: t.readonlyArray(GuildRow), payload: t.unknown });

/** Guilds whose snapshots a statement reads. */
type WantedGuilds = ReadonlyArray<GuildId> | 'all';

/**
 * Answers a payload with all guilds of the viewer. The asker drops from the payload what the gates hide. It asks again
 * for the guilds that are not in memory, as `ready` does, and so at most three times.
 */
export const behindGuilds =
  (deps: QueryDeps) =>
  <A>(
    userId: UserId,
    behind: Omit<GatedQuestion<A>, 'needs'>,
  ): TE.TaskEither<QueryFailure, FoundValue<SeenGuilds<A>>> => {
    const ask = (wanted: WantedGuilds): TE.TaskEither<QueryFailure, FoundValue<SeenGuilds<A>>> => {
      const ids = sql.array(wanted === 'all' ? [] : [...wanted], 'text');
      const isWanted = sql.fragment`(${wanted === 'all'}::boolean OR guild.guild_id = ANY(${ids}))`;
      return pipe(
        oneRow<SeenGuildsRow>(deps.models, {
          name: behind.name,
          row: SeenGuildsRow,
          sql: sql.fragment`
            SELECT
              ${throughOf(behind.models)} AS through,
              (SELECT coalesce(json_agg(seen), '[]') FROM (${guildsOf(userId, isWanted)}) AS seen) AS guilds,
              ${behind.payload} AS payload`,
        }),
        TE.flatMap(({ through, guilds: rows, payload }) => {
          const at = deps.now();
          const guilds: Array<SeenGuilds<A>['guilds'][number]> = [];
          const missing: GuildId[] = [];
          for (const row of rows) {
            const found = snapshotFor(deps, row);
            if (E.isLeft(found)) return TE.left(found.left);
            const guild = found.right;
            if (guild === undefined) missing.push(row.guild_id);
            else guilds.push({ guild, gate: guild.gate({ userId, member: memberRights(row.member), at }) });
          }
          if (missing.length > 0) return ask(wanted.length === 0 ? missing : 'all');
          return pipe(
            TE.fromEither(decodePayload(behind.codec, payload)),
            TE.map((decoded) => ({ through, value: { guilds, payload: decoded } })),
          );
        }),
      );
    };
    return ask([]);
  };

/** A channel of a snapshot, or a thread as a channel. */
export type AnyChannel = Omit<SnapshotChannel, 'channelKind'> & { readonly channelKind: AnyChannelKind };

export type SeenChannel<A> = SeenGuild<A> & {
  readonly channel: AnyChannel;
  readonly permissions: PermissionSet;
  /** The channel whose viewers see this one: the parent of a thread, and any other channel itself. */
  readonly seenWith: ChannelId;
};

/** Shows a thread as a channel: it has its own name, and all else that counts from its parent. */
const asChannel = (channelId: ChannelId, place: ThreadPlace, parent: SnapshotChannel): AnyChannel => ({
  ...parent,
  channelId,
  name: place.name,
  channelKind: 'thread',
  parentId: place.parent_id,
  createdAt: place.begun_at,
  topic: null,
  ...NO_TAGS,
  syncedWith: null,
});

/**
 * Answers a payload to a viewer who sees the channel and has `needs` in it. The channel's row names the deciding guild.
 * A thread is seen by the viewers of its parent.
 */
export const behindChannel =
  (deps: QueryDeps) =>
  <A>(
    { userId, channelId }: { readonly userId: UserId; readonly channelId: ChannelId },
    behind: GatedQuestion<A>,
  ): TE.TaskEither<NotVisible | QueryFailure, FoundValue<SeenChannel<A>>> =>
    pipe(
      askGuild(deps)(
        userId,
        guildOfChannel(channelId),
        behind,
        sql.fragment`(
          SELECT json_build_object('parent_id', parent_id, 'name', name, 'begun_at', begun_at)
          FROM read.thread WHERE channel_id = ${channelId} AND deleted_at IS NULL
        )`,
      ),
      TE.flatMapEither(({ through, value }): E.Either<NotVisible | QueryFailure, FoundValue<SeenChannel<A>>> => {
        const { thread } = value;
        const seenWith = thread?.parent_id ?? channelId;
        const found = value.guild.channel(seenWith);
        if (found === undefined) return E.left(NOT_VISIBLE);
        const channel = thread === null ? found : asChannel(channelId, thread, found);
        const permissions = thread === null ? value.gate.inChannel(channelId) : value.gate.inThreadsOf(seenWith);
        if (!has(permissions, 'view_channel')) return E.left(NOT_VISIBLE);
        if (behind.needs !== undefined && !has(permissions, behind.needs)) return E.left(NOT_VISIBLE);
        return pipe(
          decodePayload(behind.codec, value.payload),
          E.map((payload) => ({ through, value: { ...value, channel, permissions, seenWith, payload } })),
        );
      }),
    );
