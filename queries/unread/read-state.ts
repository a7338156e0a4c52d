import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, GuildId, MessageId, type UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { FOLLOWED_THREADS_MAX, UNREAD_AMONG, UNREAD_MAX } from '#queries/limits.ts';
import { countedTargets, mentionsAfter } from '#queries/message/mentions-of-viewer.ts';
import { wasSent } from '#queries/message/message-view.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { NotVisible, Queries, QueryFailure } from '#queries/queries.ts';
import { type FoundValue, makeQuery, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import type { GuildSnapshot } from '#queries/snapshot/guild-snapshot.ts';
import { isWhole, ThreadRow, threadOf, threadView, withActivity } from '#queries/thread/thread-view.ts';
import type { FollowedThreadView, ReadStateView } from '#queries/unread/unread-queries.ts';
import { GuildRow, guildsOf, memberRights, snapshotFor } from '#queries/visibility.ts';

/**
 * Row of a channel with a marker or with unread messages, hidden or not. A position is a text, as JSON has no 64 bits.
 * `seen_with` is the parent of a thread, and any other channel itself.
 */
const Counted = t.strict({
  guild_id: GuildId,
  channel_id: ChannelId,
  seen_with: ChannelId,
  marked: t.boolean,
  last_read: nullable(MessageId),
  position: t.string,
  at: nullable(Instant),
  unread: t.Integer,
  mentions: t.Integer,
});
/** Row of a followed thread, hidden or not. */
const Followed = t.strict({ since: Instant, deleted: t.boolean, thread: ThreadRow });
const Row = t.strict({
  through: t.bigint,
  guilds: t.readonlyArray(GuildRow),
  since: t.readonlyArray(
    t.strict({ guild_id: GuildId, position: t.string, at: Instant, everyone: t.boolean, roles: t.boolean }),
  ),
  channels: t.readonlyArray(Counted),
  followed: t.readonlyArray(Followed),
});
type Row = t.TypeOf<typeof Row>;

const isAsked = (only: ReadonlyArray<ChannelId> | undefined, channelId: Sql): Sql =>
  sql.fragment`(${only === undefined}::boolean OR ${channelId} = ANY(${sql.array([...(only ?? [])], 'text')}))`;

/** Guilds whose snapshots a statement reads. */
type Wanted = ReadonlyArray<GuildId> | 'all';

/** Selects the threads that the viewer follows in their guilds, hidden or not. A post without any message is none yet. */
const followed = (userId: UserId, only: ReadonlyArray<ChannelId> | undefined): Sql => sql.fragment`
  SELECT thread.guild_id, thread.channel_id, thread.parent_id, thread.deleted_at IS NOT NULL AS deleted, choice.at
  FROM (
    SELECT channel_id, at FROM personal.followed_thread
    WHERE user_id = ${userId} AND follows ORDER BY at DESC, channel_id DESC LIMIT ${FOLLOWED_THREADS_MAX}
  ) AS choice JOIN read.thread USING (channel_id) JOIN since USING (guild_id)
  WHERE ${isAsked(only, sql.fragment`thread.channel_id`)} AND ${isWhole}`;

/** Selects the channels in which messages count for the viewer, and the floor in each without a marker. */
const places = (only: ReadonlyArray<ChannelId> | undefined): Sql => sql.fragment`
  SELECT guild_id, channel.channel_id, channel.channel_id AS seen_with, since.position, since.at
  FROM since JOIN read.channel USING (guild_id)
  WHERE channel.deleted_at IS NULL AND ${isAsked(only, sql.fragment`channel.channel_id`)}
  UNION ALL
  SELECT guild_id, followed.channel_id, followed.parent_id, since.position, greatest(since.at, followed.at)
  FROM since JOIN followed USING (guild_id) WHERE NOT followed.deleted`;

/**
 * Counts in each channel of the viewer's guilds, hidden or not, the unread messages by others. A marker counts by the
 * position of its message, and without that by its time. Without a marker, messages count from the join on, or from the
 * beginning of the store when that was later: both as a position, which the index finds at once, and as a time, because
 * an imported message is later in the log than its time says. The mentions of the viewer count among the same messages.
 */
const counted = (userId: UserId): Sql => sql.fragment`
  SELECT channel.guild_id, channel.channel_id, channel.seen_with, marker.sent_at IS NOT NULL AS marked,
    marker.message_id AS last_read, floor.position::text, floor.at, others.unread, calls.mentions
  FROM place AS channel JOIN own USING (guild_id)
  -- The limits keep the database from comparing all markers with all channels.
  LEFT JOIN LATERAL (
    SELECT message_id, sent_at FROM personal.read_marker
    WHERE read_marker.user_id = ${userId} AND read_marker.channel_id = channel.channel_id LIMIT 1
  ) AS marker ON true
  LEFT JOIN LATERAL (
    SELECT sent_position FROM read.message WHERE message.message_id = marker.message_id LIMIT 1
  ) AS read_up_to ON true
  CROSS JOIN LATERAL (
    SELECT coalesce(read_up_to.sent_position, CASE WHEN marker.sent_at IS NULL THEN channel.position ELSE -1 END) AS position,
      CASE WHEN read_up_to.sent_position IS NULL THEN coalesce(marker.sent_at, channel.at) END AS at
  ) AS floor
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS unread FROM (
      SELECT FROM (
        SELECT author_id, sent_at FROM read.message
        WHERE channel_id = channel.channel_id AND NOT deleted AND ${wasSent}
          AND sent_position > floor.position
        ORDER BY sent_position DESC LIMIT ${UNREAD_AMONG}
      ) AS newest
      WHERE (floor.at IS NULL OR sent_at > floor.at) AND author_id <> ${userId}
      LIMIT ${UNREAD_MAX}
    ) AS counted
  ) AS others
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS mentions FROM (
      SELECT FROM (${mentionsAfter(userId, {
        channelId: sql.fragment`channel.channel_id`,
        targets: sql.fragment`own.targets`,
        after: sql.fragment`floor.position`,
      })}) AS mention
      WHERE others.unread > 0 AND (floor.at IS NULL OR mention.sent_at > floor.at)
        AND mention.sent_position >= coalesce((
          SELECT sent_position FROM read.message WHERE channel_id = channel.channel_id AND NOT deleted AND ${wasSent}
          ORDER BY sent_position DESC OFFSET ${UNREAD_AMONG - 1} LIMIT 1
        ), -1)
      LIMIT ${UNREAD_MAX}
    ) AS counted
  ) AS calls`;

const statement = (userId: UserId, only: ReadonlyArray<ChannelId> | undefined, wanted: Wanted): Sql => {
  const ids = sql.array(wanted === 'all' ? [] : [...wanted], 'text');
  const isWanted = sql.fragment`(${wanted === 'all'}::boolean OR guild.guild_id = ANY(${ids}))`;
  return sql.fragment`
    WITH
      progress AS MATERIALIZED (SELECT ${throughOf([GUILD_DIRECTORY, MESSAGE_TIMELINE])} AS through),
      seen AS MATERIALIZED (${guildsOf(userId, isWanted)}),
      since AS MATERIALIZED (
        SELECT guild_id, greatest(member.position, beginning.position) AS position,
          greatest(member.joined_at, beginning.at) AS at, coalesce(rule.suppress_everyone, false) AS everyone, coalesce(rule.suppress_roles, false) AS roles
        FROM read.member CROSS JOIN personal.beginning LEFT JOIN personal.notification_rule AS rule
          ON rule.user_id = member.user_id AND rule.place_id = member.guild_id
        WHERE member.user_id = ${userId}
      ),
      own AS MATERIALIZED (${countedTargets(userId)}),
      followed AS MATERIALIZED (${followed(userId, only)}),
      place AS MATERIALIZED (${places(only)}),
      counted AS MATERIALIZED (${counted(userId)})
    SELECT progress.through,
      (SELECT coalesce(json_agg(seen), '[]') FROM seen) AS guilds,
      (
        SELECT coalesce(json_agg(json_build_object(
          'guild_id', guild_id, 'position', position::text, 'at', at, 'everyone', everyone, 'roles', roles
        )), '[]') FROM since
      ) AS since,
      (SELECT coalesce(json_agg(counted), '[]') FROM counted WHERE marked OR unread > 0) AS channels,
      (
        SELECT coalesce(json_agg(json_build_object(
          'since', followed.at, 'deleted', followed.deleted, 'thread', ${threadOf}
        ) ORDER BY thread.channel_id), '[]')
        FROM followed JOIN read.thread USING (channel_id) ${withActivity}
      ) AS followed
    FROM progress`;
};

/**
 * Answers the read state of the viewer from one statement, so a number is never newer than the right to it. It asks
 * again for the guilds that are not in memory, as `ready` does.
 */
export const readState = (deps: QueryDeps): Queries['readState'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer: { userId }, channels }) => {
    const seenIn = (
      row: Row,
      guilds: ReadonlyMap<GuildId, GuildSnapshot>,
    ): Pick<ReadStateView, 'unread' | 'followed'> => {
      const at = deps.now();
      const gates = new Map(
        row.guilds.flatMap(({ guild_id, member }) => {
          const guild = guilds.get(guild_id);
          if (guild === undefined) return [];
          return [[guild_id, { guild, gate: guild.gate({ userId, member: memberRights(member), at }) }] as const];
        }),
      );
      const isSeen = (guildId: GuildId, channelId: ChannelId): boolean => {
        const seen = gates.get(guildId);
        if (seen?.guild.channel(channelId) === undefined) return false;
        const permissions = seen.gate.inChannel(channelId);
        return has(permissions, 'view_channel') && has(permissions, 'read_message_history');
      };
      return {
        unread: row.channels.flatMap(
          ({ guild_id: guildId, channel_id: channelId, seen_with, last_read: lastRead, unread, mentions }) =>
            unread > 0 && isSeen(guildId, seen_with) ? [{ guildId, channelId, lastRead, unread, mentions }] : [],
        ),
        followed: row.followed.map(
          ({ since, deleted, thread }): FollowedThreadView => ({
            thread: threadView(thread),
            since,
            isSeen: !deleted && isSeen(thread.guild_id, thread.parent_id),
          }),
        ),
      };
    };
    const ask = (wanted: Wanted): TE.TaskEither<NotVisible | QueryFailure, FoundValue<ReadStateView>> =>
      pipe(
        oneRow(deps.models, { name: 'read-state', row: Row, sql: statement(userId, channels, wanted) }),
        TE.flatMap((row): TE.TaskEither<NotVisible | QueryFailure, FoundValue<ReadStateView>> => {
          const guilds = new Map<GuildId, GuildSnapshot>();
          const missing: GuildId[] = [];
          for (const seen of row.guilds) {
            const found = snapshotFor(deps, seen);
            if (E.isLeft(found)) return TE.left(found.left);
            if (found.right === undefined) missing.push(seen.guild_id);
            else guilds.set(seen.guild_id, found.right);
          }
          if (missing.length > 0) return ask(wanted.length === 0 ? missing : 'all');
          return TE.right({
            through: row.through,
            value: {
              ...seenIn(row, guilds),
              markers: row.channels
                .filter(({ marked }) => marked)
                .map(({ channel_id: channelId, guild_id: guildId, last_read: lastRead, position, at }) => ({
                  channelId,
                  guildId,
                  lastRead,
                  floor: { position: BigInt(position), at },
                })),
              since: new Map(
                row.since.map(({ guild_id, position, at }) => [guild_id, { position: BigInt(position), at }]),
              ),
              suppressed: new Map(
                row.since.flatMap(({ guild_id, everyone, roles }) =>
                  everyone || roles ? [[guild_id, { everyone, roles }] as const] : [],
                ),
              ),
            },
          });
        }),
      );
    return ask([]);
  });
