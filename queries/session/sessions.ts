import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { SessionId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { SESSION_LIST } from '#projections/session-list/model.ts';
import { erasedWhenNull } from '#queries/account/user-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';

const SessionSeen = t.strict({
  session_id: SessionId,
  device: t.union([t.string, t.null]),
  created_at: Instant,
  refreshed_at: Instant,
});

/** Answers the live sessions of the viewer, newest first. */
export const sessions = (deps: QueryDeps): Queries['sessions'] =>
  makeQuery(deps, [SESSION_LIST], ({ viewer }) =>
    pipe(
      oneRow(deps.models, {
        name: 'sessions',
        row: t.strict({ through: t.bigint, sessions: t.readonlyArray(SessionSeen) }),
        sql: sql.fragment`
          SELECT ${throughOf([SESSION_LIST])} AS through, (
            SELECT coalesce(json_agg(seen ORDER BY seen.created_at DESC, seen.session_id DESC), '[]')
            FROM (
              SELECT session_id, device, created_at, refreshed_at FROM read.session WHERE user_id = ${viewer.userId}
            ) AS seen
          ) AS sessions`,
      }),
      TE.map((row) => ({
        through: row.through,
        value: row.sessions.map((session) => ({
          sessionId: session.session_id,
          device: erasedWhenNull(session.device),
          createdAt: session.created_at,
          refreshedAt: session.refreshed_at,
        })),
      })),
    ),
  );
