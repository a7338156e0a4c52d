import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ERASED } from '#domain/kernel/erasable.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { UserColumns, userView } from '#queries/account/user-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindGuild } from '#queries/visibility.ts';

const BanRow = t.strict({
  banned: UserColumns,
  by: nullable(UserColumns),
  banned_at: Instant,
  reason: nullable(t.string),
  reason_erased: t.boolean,
  cursor: t.string,
});

/** Selects the columns of `UserColumns` as JSON, for a user that may have no account. */
const user = (id: ReturnType<typeof sql.fragment>) => sql.fragment`
  json_build_object(
    'user_id', ${id},
    'username', (SELECT username FROM read.account WHERE account.user_id = ${id}),
    'imported', (SELECT imported FROM read.account WHERE account.user_id = ${id})
  )`;

/** Answers a page of the bans that hold, newest first. The cursor is the time of a ban with its user. */
export const bans = (deps: QueryDeps): Queries['bans'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId, limit, before }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'bans',
          models: [GUILD_DIRECTORY],
          needs: 'ban_members',
          payload: sql.fragment`(
            SELECT coalesce(json_agg(page ORDER BY page.cursor COLLATE "C" DESC), '[]') FROM (
              SELECT
                ${user(sql.fragment`ban.user_id`)} AS banned,
                CASE WHEN ban.banned_by LIKE 'user:%' THEN ${user(sql.fragment`substr(ban.banned_by, 6)`)} END AS by,
                ban.banned_at, ban.reason, ban.reason_erased, ban.banned_at || ' ' || ban.user_id AS cursor
              FROM read.ban
              WHERE ban.guild_id = ${guildId} AND (
                ${before ?? null}::text IS NULL OR (ban.banned_at || ' ' || ban.user_id) COLLATE "C" < ${before ?? null}
              )
              ORDER BY (ban.banned_at || ' ' || ban.user_id) COLLATE "C" DESC LIMIT ${limit + 1}
            ) AS page
          )`,
          codec: t.readonlyArray(BanRow),
        },
      ),
      TE.map(({ through, value: { payload } }) => {
        const page = payload.slice(0, limit);
        return {
          through,
          value: {
            bans: page.map((row) => ({
              user: userView(row.banned),
              by: row.by && userView(row.by),
              at: row.banned_at,
              reason: row.reason_erased ? ERASED : row.reason,
            })),
            nextBefore: payload.length > limit ? (page.at(-1)?.cursor ?? null) : null,
          },
        };
      }),
    ),
  );
