import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { ChannelId, TagId } from '#domain/kernel/ids.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import type { ThreadSort } from '#queries/thread/thread-queries.ts';
import { isWhole, ThreadRow, threadOf, threadView, withActivity } from '#queries/thread/thread-view.ts';
import { behindChannel } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];
const Page = t.strict({ begins: t.boolean, threads: t.readonlyArray(ThreadRow) });

/** True for a row `thread` that carries one of these tags, as far as its forum has them. */
const carriesOne = (tagIds: ReadonlyArray<TagId>): Sql =>
  tagIds.length === 0
    ? sql.fragment`true`
    : sql.fragment`EXISTS (
        SELECT FROM read.channel AS forum, jsonb_array_elements(forum.tags) AS tag
        WHERE forum.channel_id = thread.parent_id AND tag ->> 'tagId' = ANY(${sql.array([...tagIds], 'text')})
          AND thread.tag_ids @> (tag -> 'tagId')
      )`;

/** Time by which a list is sorted, of a row `thread` with its activity. */
const sortedBy = (sort: ThreadSort): Sql =>
  sort === 'begun' ? sql.fragment`thread.begun_at` : sql.fragment`activity.active_at`;

/** Answers a page of the threads of a channel, newest first. The cursor is the id of a thread there. */
export const threads = (deps: QueryDeps): Queries['threads'] =>
  makeQuery(deps, MODELS, ({ viewer, channelId, archived, sort, tagIds, limit, before }) => {
    const now = deps.now();
    const sorted = sortedBy(sort);
    return pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: `threads by ${sort}${tagIds.length === 0 ? '' : ' with tags'}`,
          models: MODELS,
          needs: 'read_message_history',
          payload: sql.fragment`(
            WITH beginning AS MATERIALIZED (
              SELECT ${sorted} AS sorted_by, thread.channel_id FROM read.thread ${withActivity}
              WHERE thread.channel_id = ${before ?? ''} AND thread.parent_id = ${channelId}
            )
            SELECT json_build_object(
              'begins', ${before === undefined}::boolean OR EXISTS (SELECT FROM beginning),
              'threads', (
                SELECT coalesce(json_agg(seen.thread ORDER BY seen.sorted_by DESC, seen.channel_id DESC), '[]') FROM (
                  SELECT ${threadOf} AS thread, ${sorted} AS sorted_by, thread.channel_id
                  FROM read.thread ${withActivity}
                  WHERE thread.parent_id = ${channelId} AND thread.deleted_at IS NULL AND ${isWhole}
                    AND ${carriesOne(tagIds)}
                    AND (quiet.archives_at <= ${now}) = ${archived}::boolean
                    AND (
                      ${before === undefined}::boolean
                      OR (${sorted}, thread.channel_id) < (SELECT sorted_by, channel_id FROM beginning)
                    )
                  ORDER BY ${sorted} DESC, thread.channel_id DESC LIMIT ${limit + 1}
                ) AS seen
              )
            )
          )`,
          codec: Page,
        },
      ),
      TE.flatMap(({ through, value: { payload } }) => {
        if (!payload.begins) return TE.left(NOT_VISIBLE);
        const rows = payload.threads.slice(0, limit);
        const nextBefore = payload.threads.length > limit ? (rows.at(-1)?.channel_id ?? null) : null;
        return TE.right({ through, value: { threads: rows.map(threadView), nextBefore } });
      }),
    );
  });

/** Answers a thread by its id, to a viewer who sees its channel with its history. */
export const thread = (deps: QueryDeps): Queries['thread'] =>
  makeQuery(deps, MODELS, ({ viewer, channelId }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'thread',
          models: MODELS,
          needs: 'read_message_history',
          payload: sql.fragment`(
            SELECT ${threadOf} FROM read.thread ${withActivity}
            WHERE thread.channel_id = ${channelId} AND thread.deleted_at IS NULL AND ${isWhole}
          )`,
          codec: nullable(ThreadRow),
        },
      ),
      TE.flatMap(({ through, value: { payload } }) =>
        payload === null ? TE.left(NOT_VISIBLE) : TE.right({ through, value: threadView(payload) }),
      ),
    ),
  );

const Told = t.strict({
  through: t.bigint,
  threads: t.readonlyArray(t.strict({ deleted: t.boolean, whole: t.boolean, thread: ThreadRow })),
});

/** Answers those of these channels that are threads, deleted or not. It decides no visibility. */
export const threadsNow =
  (deps: QueryDeps): Queries['threadsNow'] =>
  ({ channels }) =>
    pipe(
      oneRow<t.TypeOf<typeof Told>>(deps.models, {
        name: 'threads-now',
        row: Told,
        sql: sql.fragment`
          SELECT ${throughOf(MODELS)} AS through, (
            SELECT coalesce(json_agg(json_build_object(
              'deleted', thread.deleted_at IS NOT NULL, 'whole', ${isWhole}, 'thread', ${threadOf}
            )), '[]')
            FROM read.thread ${withActivity}
            WHERE thread.channel_id = ANY(${sql.array([...channels] satisfies ReadonlyArray<ChannelId>, 'text')})
          ) AS threads`,
      }),
      TE.map(({ through, threads: rows }) => ({
        through,
        threads: rows.map(({ thread: row, ...what }) => ({ ...what, thread: threadView(row) })),
      })),
    );
