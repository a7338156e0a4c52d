import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { MessageKind } from '#domain/message/events.ts';
import { erasedWhenNull, userView } from '#queries/account/user-view.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { MessageView, ReactionView } from '#queries/queries.ts';

const nullable = <A>(codec: t.Type<A, unknown, unknown>) => t.union([codec, t.null]);

/** One message with its author and reactions, as `messagesWith` selects it. */
export const MessageSeen = t.strict({
  message_id: MessageId,
  guild_id: GuildId,
  channel_id: ChannelId,
  author_id: UserId,
  kind: MessageKind,
  content: nullable(t.string),
  revision: t.Integer,
  sent_at: Instant,
  edited_at: nullable(Instant),
  reply_to: nullable(MessageId),
  username: nullable(t.string),
  imported: nullable(t.boolean),
  reactions: nullable(t.readonlyArray(t.strict({ emoji: t.string, count: t.Integer, me: t.boolean }))),
});
export type MessageSeen = t.TypeOf<typeof MessageSeen>;

/** The columns of a message that a page needs, from `read.message`. */
export const messageColumns = sql.fragment`
  message_id, guild_id, channel_id, author_id, kind, content, revision, sent_at, edited_at, reply_to`;

/**
 * A JSON list of the messages that `page` selects, as `viewer` sees them, in the order of `place`, a number that
 * `page` selects too. Reactions are gathered for the whole page at once: most messages have none.
 */
export const messagesWith = (page: Sql, viewer: UserId): Sql => sql.fragment`(
  WITH page AS MATERIALIZED (${page}),
  emoji AS MATERIALIZED (
    SELECT message_id, emoji, count(*) AS count, bool_or(user_id = ${viewer}) AS me, min(position) AS first
    FROM read.reaction WHERE message_id IN (SELECT message_id FROM page) GROUP BY message_id, emoji
  )
  SELECT coalesce(json_agg(seen ORDER BY seen.place), '[]') FROM (
    SELECT page.*, account.username, account.imported, (
      SELECT json_agg(json_build_object('emoji', emoji, 'count', count, 'me', me) ORDER BY first)
      FROM emoji WHERE emoji.message_id = page.message_id
    ) AS reactions
    FROM page LEFT JOIN read.account ON account.user_id = page.author_id
  ) AS seen
)`;

export const messageView = (row: MessageSeen): MessageView => ({
  messageId: row.message_id,
  guildId: row.guild_id,
  channelId: row.channel_id,
  author: userView({ user_id: row.author_id, username: row.username, imported: row.imported }),
  kind: row.kind,
  content: erasedWhenNull(row.content),
  createdAt: row.sent_at,
  editedAt: row.edited_at,
  replyTo: row.reply_to,
  reactions: (row.reactions ?? []).map((reaction): ReactionView => reaction),
  revision: row.revision,
});
