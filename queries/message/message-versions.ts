import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { erasedWhenNull } from '#queries/account/user-view.ts';
import { wasSent } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindChannel } from '#queries/visibility.ts';

const VersionRow = t.strict({ content: nullable(t.string), said_at: Instant });
/** A message that is there, with its versions. A message without an edit has none. */
const VersionsRow = t.strict({
  author_id: UserId,
  content: nullable(t.string),
  sent_at: Instant,
  versions: t.readonlyArray(VersionRow),
});

/** Answers the texts of a message that is not deleted. To every other viewer the message has no history. */
export const messageVersions = (deps: QueryDeps): Queries['messageVersions'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId, messageId, limit }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'message-versions',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: sql.fragment`(
            SELECT json_build_object(
              'author_id', author_id, 'content', content, 'sent_at', sent_at, 'versions', (
                SELECT coalesce(json_agg(page ORDER BY page.revision DESC), '[]') FROM (
                  SELECT content, said_at, revision FROM read.message_version
                  WHERE message_version.message_id = message.message_id ORDER BY revision DESC LIMIT ${limit + 1}
                ) AS page
              )
            ) FROM read.message WHERE message_id = ${messageId} AND channel_id = ${channelId} AND NOT deleted
              AND ${wasSent}
          )`,
          codec: nullable(VersionsRow),
        },
      ),
      TE.flatMap(({ through, value: { payload, permissions } }) => {
        if (payload === null) return TE.left(NOT_VISIBLE);
        const { author_id: authorId, content, sent_at, versions } = payload;
        if (authorId !== viewer.userId && !has(permissions, 'manage_messages')) return TE.left(NOT_VISIBLE);
        const rows = versions.length === 0 ? [{ content, said_at: sent_at }] : versions;
        const value = {
          versions: rows.slice(0, limit).map((row) => ({ content: erasedWhenNull(row.content), saidAt: row.said_at })),
          more: rows.length > limit,
        };
        return TE.right({ through, value });
      }),
    ),
  );
