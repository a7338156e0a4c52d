import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { mentionTargets } from '#queries/message/mentions-of-viewer.ts';
import {
  messageColumns,
  messagesWith,
  messageView,
  PlacedMessageRow,
  seenWith,
  threadsAround,
} from '#queries/message/message-view.ts';
import { readableIn } from '#queries/message/readable-channels.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuilds } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];
const AFTER_ALL = 9_223_372_036_854_775_807n;

/** Row of a message with its position as text, because JSON has no number for it. */
const Mentioning = t.readonlyArray(t.intersection([PlacedMessageRow, t.type({ at: t.string })]));

/**
 * Selects the newest messages that mention the viewer in these channels and in their threads. Each target is one short range of an index, so
 * the price is that of the targets and the page, and not of all mentions.
 */
const newest = (viewer: UserId, channels: ReadonlyArray<ChannelId>, before: bigint, limit: number): Sql => sql.fragment`
  WITH target AS MATERIALIZED (
    SELECT DISTINCT unnest(targets) AS target_id FROM (${mentionTargets(viewer)}) AS membership
  ),
  mentioned AS MATERIALIZED (
    SELECT DISTINCT one.sent_position, one.message_id
    FROM target CROSS JOIN LATERAL (
      SELECT mention.sent_position, mention.message_id FROM read.mention
      WHERE mention.target_id = target.target_id AND mention.stands AND mention.sent_position < ${before}::bigint
        AND mention.author_id <> ${viewer} AND coalesce(
          (SELECT parent_id FROM read.thread WHERE thread.channel_id = mention.channel_id AND deleted_at IS NULL),
          mention.channel_id
        ) = ANY(${sql.array([...channels], 'text')})
      ORDER BY mention.sent_position DESC LIMIT ${limit}
    ) AS one
    ORDER BY one.sent_position DESC LIMIT ${limit}
  )
  SELECT ${messageColumns}, sent_position::text AS at, -sent_position AS sorting FROM read.message
  WHERE message_id = ANY (ARRAY(SELECT message_id FROM mentioned)) AND NOT deleted`;

/**
 * Answers the inbox of the viewer. A first question finds the channels to look in. The statement of the page asks the
 * gate again, so no message is newer than the right to it.
 */
export const mentions = (deps: QueryDeps): Queries['mentions'] =>
  makeQuery(deps, MODELS, ({ viewer: { userId }, limit, before = AFTER_ALL }) =>
    pipe(
      behindGuilds(deps)(userId, {
        name: 'guilds-of-mentions',
        models: MODELS,
        payload: sql.fragment`NULL::json`,
        codec: t.null,
      }),
      TE.flatMap(({ value }) =>
        behindGuilds(deps)(userId, {
          name: 'mentions',
          models: MODELS,
          payload: messagesWith(newest(userId, [...readableIn(value)], before, limit + 1), userId, { placed: true }),
          codec: Mentioning,
        }),
      ),
      TE.map(({ through, value }) => {
        const readable = readableIn(value);
        const rows = value.payload.slice(0, limit);
        const seen = rows.filter((row) => readable.has(seenWith(row)));
        const last = rows.at(-1);
        return {
          through,
          value: {
            messages: seen.map(messageView),
            threads: threadsAround(seen),
            nextBefore: value.payload.length > limit && last !== undefined ? BigInt(last.at) : null,
          },
        };
      }),
    ),
  );
