import * as TE from 'fp-ts/lib/TaskEither.js';
import { type DatabasePool, sql } from 'slonik';
import { rowSchema } from '#infra/database/row-schema.ts';
import type { ReadModels } from '#queries/ports/read-models.ts';

/** Reads rows for queries, over a pool of its own. Each failure becomes the answer `ReadModelsUnavailable` with why. */
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
