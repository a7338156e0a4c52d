import * as TE from 'fp-ts/lib/TaskEither.js';
import { type DatabasePool, sql } from 'slonik';
import { rowSchema } from '#infra/database/row-schema.ts';
import type { ReadModels } from '#queries/ports/read-models.ts';

/** Questions over a pool of their own. Whatever goes wrong is an answer: the read models are unavailable, and why. */
export const postgresReadModels = (pool: DatabasePool): ReadModels => ({
  rows: (statement) =>
    TE.tryCatch(
      () => pool.any(sql.prepared(statement.name, rowSchema(statement.row))`${statement.sql}`),
      (error) => ({
        kind: 'ReadModelsUnavailable',
        why: `${statement.name}: ${error instanceof Error ? error.message : String(error)}`,
      }),
    ),
});
