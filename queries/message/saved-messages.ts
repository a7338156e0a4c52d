import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, type UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import {
  messageColumns,
  messagesWith,
  messageView,
  PlacedMessageRow,
  threadsAround,
} from '#queries/message/message-view.ts';
import { readableIn } from '#queries/message/readable-channels.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuilds } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];

/** Row of a saved message. `place` is the revision that saving gave, and `seen_with` the channel whose viewers see it. */
const SavedRow = t.readonlyArray(
  t.intersection([PlacedMessageRow, t.type({ place: t.Integer, saved_at: Instant, seen_with: ChannelId })]),
);

/**
 * Selects the messages that the viewer saved last in these channels and their threads. A user saves a limited number of
 * messages, so the price is bounded.
 */
const savedLast = (viewer: UserId, channels: ReadonlyArray<ChannelId>, before: number, limit: number): Sql => {
  const readable = sql.array([...channels], 'text');
  return sql.fragment`
    SELECT ${messageColumns}, saved_at, place, seen_with, -place AS sorting
    FROM (
      SELECT message_id, saved_at, revision AS place FROM personal.saved_message
      WHERE user_id = ${viewer} AND revision < ${before}
    ) AS saved
    JOIN read.message USING (message_id)
    CROSS JOIN LATERAL (
      SELECT coalesce(
        (SELECT parent_id FROM read.thread WHERE thread.channel_id = message.channel_id AND thread.deleted_at IS NULL),
        message.channel_id
      ) AS seen_with
    ) AS seen
    WHERE NOT deleted AND seen_with = ANY(${readable})
    ORDER BY place DESC LIMIT ${limit}`;
};

/**
 * Answers what the viewer saved. A first question finds the channels to look in. The statement of the page asks the gate
 * again, so no message is newer than the right to it. A message that is hidden today is left out, and comes back with the
 * right to it.
 */
export const savedMessages = (deps: QueryDeps): Queries['savedMessages'] =>
  makeQuery(deps, MODELS, ({ viewer: { userId }, limit, before = Number.MAX_SAFE_INTEGER }) =>
    pipe(
      behindGuilds(deps)(userId, {
        name: 'guilds-of-saved',
        models: MODELS,
        payload: sql.fragment`NULL::json`,
        codec: t.null,
      }),
      TE.flatMap(({ value }) =>
        behindGuilds(deps)(userId, {
          name: 'saved-messages',
          models: MODELS,
          payload: messagesWith(savedLast(userId, [...readableIn(value)], before, limit + 1), userId, { placed: true }),
          codec: SavedRow,
        }),
      ),
      TE.map(({ through, value }) => {
        const readable = readableIn(value);
        const rows = value.payload.slice(0, limit);
        const seen = rows.filter((row) => readable.has(row.seen_with));
        const last = rows.at(-1);
        return {
          through,
          value: {
            saved: seen.map((row) => ({ message: messageView(row), savedAt: row.saved_at })),
            threads: threadsAround(seen),
            nextBefore: value.payload.length > limit && last !== undefined ? last.place : null,
          },
        };
      }),
    ),
  );
