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

const AroundRow = t.intersection([MessageViewRow, t.type({ newer: t.boolean })]);
const Page = t.strict({ begins: t.boolean, messages: t.readonlyArray(AroundRow) });

/**
 * Answers history from the middle, newest first: the messages around a message, with itself, or the messages after it.
 * The message must be of this channel. Each side reads one message more than it gives, to know whether it goes on.
 */
export const messagesAround = (deps: QueryDeps): Queries['messagesAround'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId, limit, from }) => {
    const olderMax = from.kind === 'around' ? Math.ceil(limit / 2) : 0;
    const newerMax = limit - olderMax;
    const side = sql.fragment`
      SELECT ${messageColumns}, -sent_position AS sorting, sent_position > (SELECT position FROM middle) AS newer
      FROM read.message WHERE channel_id = ${channelId} AND NOT deleted`;
    const page = sql.fragment`
      (
        ${side} AND sent_position <= (SELECT position FROM middle)
        ORDER BY sent_position DESC LIMIT ${olderMax === 0 ? 0 : olderMax + 1}
      )
      UNION ALL
      (${side} AND sent_position > (SELECT position FROM middle) ORDER BY sent_position LIMIT ${newerMax + 1})`;
    return pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'messages-around',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: sql.fragment`(
            WITH middle AS MATERIALIZED (
              SELECT (
                SELECT sent_position FROM read.message WHERE message_id = ${from.messageId} AND channel_id = ${channelId}
              ) AS position
            )
            SELECT json_build_object(
              'begins', position IS NOT NULL, 'messages', ${messagesWith(page, viewer.userId)}
            ) FROM middle
          )`,
          codec: Page,
        },
      ),
      TE.flatMap(({ through, value: { payload } }) => {
        if (!payload.begins) return TE.left(NOT_VISIBLE);
        const newer = payload.messages.filter((row) => row.newer);
        const older = payload.messages.filter((row) => !row.newer);
        // Rows come newest first, so the nearest to the middle are the last newer and the first older ones.
        const rows = [...newer.slice(Math.max(0, newer.length - newerMax)), ...older.slice(0, olderMax)];
        const more = { before: from.kind === 'after' || older.length > olderMax, after: newer.length > newerMax };
        return TE.right({
          through,
          value: {
            messages: rows.map(messageView),
            nextBefore: more.before ? (rows.at(-1)?.message_id ?? from.messageId) : null,
            nextAfter: more.after ? (rows.at(0)?.message_id ?? from.messageId) : null,
          },
        });
      }),
    );
  });
