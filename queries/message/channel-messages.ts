import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { MessageViewRow, messageColumns, messagesWith, messageView } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { behindChannel } from '#queries/visibility.ts';

const AFTER_ALL = 9_223_372_036_854_775_807n;
const Page = t.strict({ begins: t.boolean, messages: t.readonlyArray(MessageViewRow) });

/**
 * Answers a page of history, newest first. The cursor is the id of a message of this channel, which may be deleted. One
 * statement reads the gate, the cursor and the page, so that they agree.
 */
export const channelMessages = (deps: QueryDeps): Queries['channelMessages'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId, limit, before, until }) => {
    const end = until === undefined ? AFTER_ALL : until + 1n;
    const page = sql.fragment`
      SELECT ${messageColumns}, -sent_position AS sorting FROM read.message
      WHERE channel_id = ${channelId} AND NOT deleted AND sent_position < (SELECT position FROM beginning)
      ORDER BY sent_position DESC LIMIT ${limit + 1}`;
    return pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'channel-messages',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: sql.fragment`(
            WITH beginning AS MATERIALIZED (
              SELECT coalesce(
                (
                  SELECT least(sent_position, ${end}::bigint) FROM read.message
                  WHERE message_id = ${before ?? ''} AND channel_id = ${channelId}
                ),
                CASE WHEN ${before === undefined} THEN ${end}::bigint END
              ) AS position
            )
            SELECT json_build_object(
              'begins', position IS NOT NULL, 'messages', ${messagesWith(page, viewer.userId)}
            ) FROM beginning
          )`,
          codec: Page,
        },
      ),
      TE.flatMap(({ through, value: { payload } }) => {
        if (!payload.begins) return TE.left(NOT_VISIBLE);
        const rows = payload.messages.slice(0, limit);
        return TE.right({
          through,
          value: {
            messages: rows.map(messageView),
            nextBefore: payload.messages.length > limit ? (rows.at(-1)?.message_id ?? null) : null,
          },
        });
      }),
    );
  });
