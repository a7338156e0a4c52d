import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { UserColumns, userView } from '#queries/account/user-view.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { MeView, Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';

export const MeColumns = t.intersection([UserColumns, t.type({ created_at: Instant, server_owner: t.boolean })]);
export type MeColumns = t.TypeOf<typeof MeColumns>;

/** Selects a JSON value of `MeColumns`, or null when the account does not exist. */
export const selectMe = (userId: UserId): Sql => sql.fragment`(
  SELECT json_build_object(
    'user_id', user_id, 'username', username, 'imported', imported, 'created_at', created_at,
    'server_owner', EXISTS (SELECT FROM read.server_owner WHERE server_owner.user_id = account.user_id)
  )
  FROM read.account WHERE user_id = ${userId}
)`;

export const meView = (row: MeColumns): MeView => ({
  ...userView(row),
  serverOwner: row.server_owner,
  createdAt: row.created_at,
});

export const me = (deps: QueryDeps): Queries['me'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer }) =>
    pipe(
      oneRow(deps.models, {
        name: 'me',
        row: t.strict({ through: t.bigint, me: t.union([MeColumns, t.null]) }),
        sql: sql.fragment`
          SELECT ${throughOf([GUILD_DIRECTORY])} AS through, ${selectMe(viewer.userId)} AS me`,
      }),
      TE.flatMap((row) =>
        row.me === null ? TE.left(NOT_VISIBLE) : TE.right({ through: row.through, value: meView(row.me) }),
      ),
    ),
  );
