/** The words that a forward shows. They are read where they stand, so that they end with their message. */
import * as t from 'io-ts';
import { sql } from 'slonik';
import { UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import type { ForwardedMessage } from '#domain/message/forward.ts';
import { userView } from '#queries/account/user-view.ts';
import type { ForwardView } from '#queries/message/forward-queries.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import { nullable } from '#queries/row-codec.ts';

/** Words of a forwarded message with its author. Without content the message is deleted or its text is erased. */
export const ForwardRow = t.strict({
  author_id: UserId,
  username: nullable(t.string),
  imported: nullable(t.boolean),
  content: nullable(t.string),
  sent_at: Instant,
});
export type ForwardRow = t.TypeOf<typeof ForwardRow>;

/**
 * Selects the JSON of a `ForwardRow`, or null. A message without an edit has one text. An edited one has its texts in
 * `read.message_version`, and the forward shows the one that it had, whatever the message says today.
 */
export const forwardOf = (messageId: Sql, channelId: Sql, saidAt: Sql): Sql => sql.fragment`(
  SELECT json_build_object(
    'author_id', shown.author_id, 'username', account.username, 'imported', account.imported, 'sent_at', shown.sent_at,
    'content', coalesce(
      (
        SELECT content FROM read.message_version AS said
        WHERE said.message_id = shown.message_id AND said.said_at = ${saidAt} ORDER BY revision LIMIT 1
      ),
      CASE WHEN coalesce(shown.edited_at, shown.sent_at) = ${saidAt} THEN shown.content END
    )
  )
  FROM read.message AS shown LEFT JOIN read.account ON account.user_id = shown.author_id
  WHERE shown.message_id = ${messageId} AND shown.channel_id = ${channelId} AND NOT shown.deleted
)`;

export const forwardView = (
  { channelId, messageId }: Omit<ForwardedMessage, 'saidAt'>,
  row: ForwardRow | null,
): ForwardView => ({
  channelId,
  messageId,
  said:
    row === null || row.content === null
      ? null
      : {
          author: userView({ user_id: row.author_id, username: row.username, imported: row.imported }),
          content: row.content,
          sentAt: row.sent_at,
        },
});
