/**
 * Reads threads. A thread is archived once it was quiet for its time, or once a member archived it and nobody wrote
 * since. That follows from its messages and the clock, so no event says it (decision 0049).
 */
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ArchiveMins } from '#domain/channel/events.ts';
import { ChannelId, GuildId, MessageId, TagId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { quotedLine } from '#domain/kernel/quoted-line.ts';
import { userView } from '#queries/account/user-view.ts';
import { FIRST_WORDS_CHARS_MAX, THREAD_MESSAGES_COUNTED_MAX } from '#queries/limits.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import { nullable } from '#queries/row-codec.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

/** Row of a thread, as `threadOf` selects it. */
export const ThreadRow = t.strict({
  channel_id: ChannelId,
  guild_id: GuildId,
  parent_id: ChannelId,
  root_id: nullable(MessageId),
  name: t.string,
  begun_by: UserId,
  username: nullable(t.string),
  imported: nullable(t.boolean),
  begun_at: Instant,
  archive_after_mins: ArchiveMins,
  messages: t.Integer,
  last_at: nullable(Instant),
  archives_at: Instant,
  /** Facts of a post: its tags and its first message. Null for a thread that stands in no forum. */
  post: nullable(t.strict({ tag_ids: t.readonlyArray(TagId), words: nullable(t.string) })),
});
export type ThreadRow = t.TypeOf<typeof ThreadRow>;

/** Joins the newest message of the row `thread`, and the time of the last activity. */
export const withActivity: Sql = sql.fragment`
  LEFT JOIN LATERAL (
    SELECT sent_at FROM read.message WHERE message.channel_id = thread.channel_id AND NOT deleted
    ORDER BY sent_position DESC LIMIT 1
  ) AS newest ON true
  CROSS JOIN LATERAL (SELECT greatest(thread.begun_at, newest.sent_at) AS active_at) AS activity
  CROSS JOIN LATERAL (
    SELECT CASE WHEN thread.archived_at >= activity.active_at THEN thread.archived_at ELSE to_char(
      (activity.active_at::timestamptz + thread.archive_after_mins * interval '1 minute') AT TIME ZONE 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
    ) END AS archives_at
  ) AS quiet`;

const parentIsForum = sql.fragment`EXISTS (
  SELECT FROM read.channel AS forum WHERE forum.channel_id = thread.parent_id AND forum.kind = 'forum'
)`;

/**
 * True for a row `thread` that is whole. A post is whole once it has had a message. Until then the request that begins it
 * has not ended, and its retry writes the message (decision 0053).
 */
export const isWhole: Sql = sql.fragment`(
  NOT ${parentIsForum} OR EXISTS (SELECT FROM read.message WHERE message.channel_id = thread.channel_id)
)`;

/** Selects a JSON value of `ThreadRow` for the row `thread` with its activity. It counts messages up to a limit. */
export const threadOf: Sql = sql.fragment`
  json_build_object(
    'channel_id', thread.channel_id, 'guild_id', thread.guild_id, 'parent_id', thread.parent_id,
    'root_id', thread.root_id, 'name', thread.name, 'begun_by', thread.begun_by, 'begun_at', thread.begun_at,
    'username', (SELECT username FROM read.account WHERE account.user_id = thread.begun_by),
    'imported', (SELECT imported FROM read.account WHERE account.user_id = thread.begun_by),
    'archive_after_mins', thread.archive_after_mins, 'last_at', newest.sent_at, 'archives_at', quiet.archives_at,
    'messages', (
      SELECT count(*)::int FROM (
        SELECT FROM read.message WHERE message.channel_id = thread.channel_id AND NOT deleted
        LIMIT ${THREAD_MESSAGES_COUNTED_MAX}
      ) AS counted
    ),
    'post', CASE WHEN ${parentIsForum} THEN json_build_object('tag_ids', thread.tag_ids, 'words', (
      SELECT CASE WHEN NOT first.deleted THEN coalesce(first.plain, first.content) END FROM (
        SELECT deleted, plain, content FROM read.message WHERE message.channel_id = thread.channel_id
        ORDER BY sent_position LIMIT 1
      ) AS first
    )) END
  )`;

export const threadView = (row: ThreadRow): ThreadView => ({
  channelId: row.channel_id,
  guildId: row.guild_id,
  parentId: row.parent_id,
  rootId: row.root_id,
  name: row.name,
  begunBy: userView({ user_id: row.begun_by, username: row.username, imported: row.imported }),
  begunAt: row.begun_at,
  archiveAfterMins: row.archive_after_mins,
  messages: row.messages,
  lastAt: row.last_at,
  archivesAt: row.archives_at,
  post: row.post && {
    tagIds: row.post.tag_ids,
    words: row.post.words === null ? null : quotedLine(row.post.words, FIRST_WORDS_CHARS_MAX),
  },
});
