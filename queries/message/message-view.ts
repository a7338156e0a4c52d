import * as t from 'io-ts';
import { sql } from 'slonik';
import { ERASED } from '#domain/kernel/erasable.ts';
import { AttachmentId, ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { quotedLine } from '#domain/kernel/quoted-line.ts';
import { type FileView, ShownFile } from '#domain/message/attachments.ts';
import type { ForwardedMessage } from '#domain/message/forward.ts';
import { ShownKind } from '#domain/message/line.ts';
import { Mentions, NO_MENTIONS } from '#domain/message/mentions.ts';
import { erasedWhenNull, userView } from '#queries/account/user-view.ts';
import { ForwardRow, forwardOf, forwardView } from '#queries/message/forward-view.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { AuthoredMessage, QuoteView } from '#queries/queries.ts';
import { nullable } from '#queries/row-codec.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';
import { ThreadRow, threadOf, threadView, withActivity } from '#queries/thread/thread-view.ts';

/** The message that a reply answers. A deleted one has no author and no text. */
const QuoteRow = t.strict({
  revision: t.Integer,
  author_id: nullable(UserId),
  username: nullable(t.string),
  imported: nullable(t.boolean),
  content: nullable(t.string),
  plain: nullable(t.string),
});
type QuoteRow = t.TypeOf<typeof QuoteRow>;

/** A file of a message. An erased one has no facts. */
const FileRow = t.strict({ attachment_id: AttachmentId, bytes: t.Integer, shown: nullable(ShownFile) });
const fileView = ({ attachment_id, bytes, shown }: t.TypeOf<typeof FileRow>): FileView => ({
  attachmentId: attachment_id,
  bytes,
  shown: shown ?? ERASED,
});

/** Row of a message with its author and reactions, as `messagesWith` selects it. */
export const MessageViewRow = t.strict({
  message_id: MessageId,
  guild_id: nullable(GuildId),
  channel_id: ChannelId,
  author_id: UserId,
  kind: ShownKind,
  content: nullable(t.string),
  mentions: nullable(Mentions),
  revision: t.Integer,
  sent_at: Instant,
  edited_at: nullable(Instant),
  reply_to: nullable(MessageId),
  thread_id: nullable(ChannelId),
  username: nullable(t.string),
  imported: nullable(t.boolean),
  reactions: nullable(t.readonlyArray(t.strict({ emoji: t.string, count: t.Integer, me: t.boolean }))),
  replied: nullable(QuoteRow),
  forwarded_id: nullable(MessageId),
  forwarded_channel: nullable(ChannelId),
  forwarded_said_at: nullable(Instant),
  forward: nullable(ForwardRow),
  pinned_at: nullable(Instant),
  pinned_by: nullable(UserId),
  thread: nullable(ThreadRow),
  files: nullable(t.readonlyArray(FileRow)),
});
export type MessageViewRow = t.TypeOf<typeof MessageViewRow>;

/** Condition of a row of `read.message` that a user sent. Counts and removals leave system lines out by it. */
export const wasSent = sql.fragment`kind IN ('message', 'action')`;

/** Columns of `read.message` that a page needs. */
export const messageColumns = sql.fragment`
  message_id, guild_id, channel_id, author_id, kind, content, mentions, revision, sent_at, edited_at, reply_to,
  thread_id, forwarded_id, forwarded_channel, forwarded_said_at, pinned_at, pinned_by`;

/** Rows of messages of several channels, each with the thread in which it stands. */
export const PlacedMessageRow = t.intersection([MessageViewRow, t.type({ stands_in: nullable(ThreadRow) })]);
type PlacedMessageRow = t.TypeOf<typeof PlacedMessageRow>;

/** The channel whose viewers see a message. */
export const seenWith = ({ channel_id: channelId, stands_in: thread }: PlacedMessageRow): ChannelId =>
  thread?.parent_id ?? channelId;

/** The threads in which messages stand, each once. A client may not know them. */
export const threadsAround = (rows: ReadonlyArray<PlacedMessageRow>): ReadonlyArray<ThreadView> => [
  ...new Map(rows.flatMap(({ stands_in: row }) => (row === null ? [] : [[row.channel_id, threadView(row)]]))).values(),
];

/** Selects the threads in which the messages of `page` stand, as `stands_in`. Pages of one channel select none. */
const standing = (placed: boolean): Sql => sql.fragment`
  SELECT thread.channel_id, ${threadOf} AS stands_in FROM read.thread ${withActivity}
  WHERE ${placed}::boolean AND thread.channel_id = ANY (ARRAY(SELECT channel_id FROM page)) AND thread.deleted_at IS NULL`;

/**
 * Selects a JSON list of the messages of `page`, as `viewer` sees them, in the order of the column `sorting`. Reactions,
 * authors, answered messages and threads are looked up by arrays of ids for the whole page. With a join, the planner would read
 * all accounts and reactions, because it does not know that the page is small. The rows of a `placed` page are those of
 * `PlacedMessageRow`.
 */
export const messagesWith = (page: Sql, viewer: UserId, { placed = false } = {}): Sql => sql.fragment`(
  WITH page AS MATERIALIZED (${page}),
  emoji AS (
    SELECT message_id, emoji, count(*) AS count, bool_or(user_id = ${viewer}) AS me, min(position) AS first
    FROM read.reaction WHERE message_id = ANY (ARRAY(SELECT message_id FROM page)) GROUP BY message_id, emoji
  ),
  reacted AS MATERIALIZED (
    SELECT message_id, json_agg(json_build_object('emoji', emoji, 'count', count, 'me', me) ORDER BY first) AS reactions
    FROM emoji GROUP BY message_id
  ),
  answered AS MATERIALIZED (
    SELECT message_id AS reply_to, channel_id, revision, content, plain, CASE WHEN NOT deleted THEN author_id END AS author_id
    FROM read.message WHERE message_id = ANY (ARRAY(SELECT reply_to FROM page))
  ),
  author AS MATERIALIZED (
    SELECT user_id AS author_id, username, imported FROM read.account
    WHERE user_id = ANY (ARRAY(SELECT author_id FROM page UNION SELECT author_id FROM answered))
  ),
  quote AS MATERIALIZED (
    SELECT reply_to, channel_id, json_build_object(
      'revision', revision, 'author_id', author_id, 'username', username, 'imported', imported, 'content', content,
      'plain', plain
    ) AS replied
    FROM answered LEFT JOIN author USING (author_id)
  ),
  filed AS MATERIALIZED (
    SELECT message_id,
      json_agg(json_build_object('attachment_id', attachment_id, 'bytes', bytes, 'shown', shown) ORDER BY place) AS files
    FROM read.attachment WHERE message_id = ANY (ARRAY(SELECT message_id FROM page)) GROUP BY message_id
  ),
  forwarding AS MATERIALIZED (
    SELECT message_id, ${forwardOf(
      sql.fragment`page.forwarded_id`,
      sql.fragment`page.forwarded_channel`,
      sql.fragment`page.forwarded_said_at`,
    )} AS forward
    FROM page WHERE forwarded_id IS NOT NULL
  ),
  -- A thread about a message has its id. A line about a thread names it.
  begun AS MATERIALIZED (
    SELECT thread.channel_id AS begun_id, ${threadOf} AS thread FROM read.thread ${withActivity}
    WHERE thread.channel_id = ANY (ARRAY(SELECT coalesce(thread_id, message_id) FROM page)) AND thread.deleted_at IS NULL
  ),
  standing AS MATERIALIZED (${standing(placed)})
  SELECT coalesce(json_agg(seen ORDER BY seen.sorting), '[]') FROM (
    SELECT page.*, reacted.reactions, author.username, author.imported, quote.replied, forwarding.forward, begun.thread,
      filed.files, standing.stands_in
    FROM page LEFT JOIN reacted USING (message_id) LEFT JOIN author USING (author_id)
      LEFT JOIN quote USING (reply_to, channel_id) LEFT JOIN forwarding USING (message_id)
      LEFT JOIN standing USING (channel_id) LEFT JOIN begun
      ON begun.begun_id = coalesce(page.thread_id, page.message_id)
      LEFT JOIN filed USING (message_id)
  ) AS seen
)`;

const quoteView = (messageId: MessageId, row: QuoteRow | null): QuoteView => {
  if (row === null || row.author_id === null) return { messageId, revision: row?.revision ?? 0, said: null };
  const author = userView({ user_id: row.author_id, username: row.username, imported: row.imported });
  const line = row.content === null ? ERASED : quotedLine(row.plain ?? row.content);
  return { messageId, revision: row.revision, said: { author, line } };
};

const forwardedIn = (row: MessageViewRow): ForwardedMessage | null => {
  const { forwarded_id: messageId, forwarded_channel: channelId, forwarded_said_at: saidAt } = row;
  return messageId === null || channelId === null || saidAt === null ? null : { channelId, messageId, saidAt };
};

const forwardIn = (row: MessageViewRow): Pick<AuthoredMessage, 'forwarded' | 'forward'> => {
  const forwarded = forwardedIn(row);
  return { forwarded, forward: forwarded && forwardView(forwarded, row.forward) };
};

export const messageView = (row: MessageViewRow): AuthoredMessage => ({
  messageId: row.message_id,
  guildId: row.guild_id,
  channelId: row.channel_id,
  authorId: row.author_id,
  author: userView({ user_id: row.author_id, username: row.username, imported: row.imported }),
  kind: row.kind,
  content: erasedWhenNull(row.content),
  mentions: row.mentions ?? NO_MENTIONS,
  sentAt: row.sent_at,
  editedAt: row.edited_at,
  replyTo: row.reply_to,
  threadId: row.thread_id,
  replied: row.reply_to === null ? null : quoteView(row.reply_to, row.replied),
  ...forwardIn(row),
  pin: row.pinned_at === null || row.pinned_by === null ? null : { at: row.pinned_at, by: row.pinned_by },
  thread: row.thread && threadView(row.thread),
  reactions: row.reactions ?? [],
  files: (row.files ?? []).map(fileView),
  revision: row.revision,
});
