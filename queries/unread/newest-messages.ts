import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { UNREAD_AMONG } from '#queries/limits.ts';
import { wasSent } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { type QueryDeps, throughOf } from '#queries/query-runner.ts';
import type { MentionTarget } from '#queries/unread/unread-queries.ts';

/** Columns of the newest messages. Lists of one column each are far quicker to read than one object a message. */
const Row = t.strict({
  channel_id: ChannelId,
  positions: t.readonlyArray(t.bigint),
  authors: t.readonlyArray(UserId),
  times: t.readonlyArray(Instant),
  /** The targets of each message with a space between two, or an empty text. */
  mentioned: t.readonlyArray(t.string),
});

const NONE: ReadonlyArray<MentionTarget> = [];
const targetsIn = (text: string | undefined): ReadonlyArray<MentionTarget> =>
  text === undefined || text === '' ? NONE : (text.split(' ') as ReadonlyArray<string> as ReadonlyArray<MentionTarget>);

/** Answers the newest messages of channels with one statement, at most `UNREAD_AMONG` of each. */
export const newestMessages =
  (deps: QueryDeps): Queries['newestMessages'] =>
  ({ channels }) =>
    pipe(
      deps.models.rows({
        name: 'newest-messages',
        row: Row,
        sql: sql.fragment`
          WITH progress AS MATERIALIZED (SELECT ${throughOf([MESSAGE_TIMELINE])} AS through)
          SELECT asked.channel_id, newest.*
          FROM progress CROSS JOIN unnest(${sql.array([...channels], 'text')}) AS asked (channel_id)
          CROSS JOIN LATERAL (
            SELECT
              coalesce(array_agg(sent_position ORDER BY sent_position DESC), '{}') AS positions,
              coalesce(array_agg(author_id ORDER BY sent_position DESC), '{}') AS authors,
              coalesce(array_agg(sent_at ORDER BY sent_position DESC), '{}') AS times,
              coalesce(array_agg(coalesce(
                -- A message that mentions nobody now has no mention that stands.
                CASE WHEN calls THEN (
                  SELECT string_agg(target_id, ' ') FROM read.mention
                  WHERE mention.message_id = one.message_id AND mention.stands
                ) END, ''
              ) ORDER BY sent_position DESC), '{}') AS mentioned
            FROM (
              SELECT message_id, sent_position, author_id, sent_at, mentions IS NOT NULL AS calls FROM read.message
              WHERE channel_id = asked.channel_id AND NOT deleted AND ${wasSent}
              ORDER BY sent_position DESC LIMIT ${UNREAD_AMONG}
            ) AS one
          ) AS newest`,
      }),
      TE.map((rows) =>
        rows.map(({ channel_id: channelId, positions, authors, times, mentioned }) => ({
          channelId,
          messages: positions.flatMap((position, at) => {
            const [authorId, sentAt] = [authors[at], times[at]];
            if (authorId === undefined || sentAt === undefined) return [];
            return [{ position, authorId, sentAt, mentioned: targetsIn(mentioned[at]) }];
          }),
        })),
      ),
    );
