import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { sql } from 'slonik';
import { UserColumns, userView } from '#queries/account/user-view.ts';
import type { Queries } from '#queries/queries.ts';
import type { QueryDeps } from '#queries/query-runner.ts';

export const userViews =
  (deps: Pick<QueryDeps, 'models'>): Queries['userViews'] =>
  (ids) =>
    pipe(
      deps.models.rows({
        name: 'user-views',
        row: UserColumns,
        sql: sql.fragment`
          SELECT user_id, username, imported FROM read.account
          WHERE user_id = ANY(${sql.array([...ids], 'text')}) ORDER BY user_id`,
      }),
      TE.map((rows) => rows.map(userView)),
    );
