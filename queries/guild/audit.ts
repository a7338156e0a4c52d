import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ERASED } from '#domain/kernel/erasable.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { AUDIT_TRAIL } from '#projections/audit-trail/model.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuild } from '#queries/visibility.ts';

const EntrySeen = t.strict({
  event_id: t.string,
  at: Instant,
  actor: t.string,
  action: t.string,
  target: t.string,
  reason: t.union([t.string, t.null]),
  reason_erased: t.boolean,
});
const Page = t.strict({ begins: t.boolean, entries: t.readonlyArray(EntrySeen) });

/**
 * Answers a page of the audit trail, newest first. The cursor is the id of an entry, and it works inside its guild
 * only.
 */
export const audit = (deps: QueryDeps): Queries['audit'] =>
  makeQuery(deps, [GUILD_DIRECTORY, AUDIT_TRAIL], ({ viewer, guildId, limit, before }) => {
    const beginning = sql.fragment`
      coalesce(
        (SELECT position FROM read.audit_entry WHERE event_id = ${before ?? ''} AND guild_id = ${guildId}),
        CASE WHEN ${before === undefined} THEN 9223372036854775807 END
      )`;
    return pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'audit',
          models: [GUILD_DIRECTORY, AUDIT_TRAIL],
          needs: 'view_audit_log',
          payload: sql.fragment`(
            SELECT json_build_object(
              'begins', ${beginning} IS NOT NULL,
              'entries', (
                SELECT coalesce(json_agg(page ORDER BY page.position DESC), '[]') FROM (
                  SELECT event_id, at, actor, action, target, reason, reason_erased, position
                  FROM read.audit_entry
                  WHERE guild_id = ${guildId} AND position < (SELECT ${beginning})
                  ORDER BY position DESC LIMIT ${limit + 1}
                ) AS page
              )
            )
          )`,
          codec: Page,
        },
      ),
      TE.flatMap(({ through, value: { payload } }) => {
        if (!payload.begins) return TE.left(NOT_VISIBLE);
        const page = payload.entries.slice(0, limit);
        const entries = page.map((row) => ({
          at: row.at,
          actor: row.actor,
          action: row.action,
          target: row.target,
          reason: row.reason_erased ? ERASED : row.reason,
        }));
        const nextBefore = payload.entries.length > limit ? (page.at(-1)?.event_id ?? null) : null;
        return TE.right({ through, value: { entries, nextBefore } });
      }),
    );
  });
