import { type CommonQueryMethods, sql } from 'slonik';
import { execute } from '#infra/database/statement.ts';
import { tablesOf } from '#infra/read-models/generation.ts';
import { PROGRESS_VIEW } from '#infra/read-models/registry.ts';

/**
 * Milliseconds that a swap waits for running readers before it is rolled back and tried again. New readers wait behind
 * it meanwhile. It is well below the deadlock time-out of Postgres (1 s), so that Postgres never ends a reader in the
 * place of the swap.
 */
const WAIT_FOR_READERS_MS = 250;

/**
 * Makes the views of schema `read` show the tables of one generation. A running statement holds each view that it
 * reads, so every statement sees either the old tables or the new ones. A statement that comes meanwhile waits and sees
 * the new ones.
 */
export const repointReaders = async (
  transaction: CommonQueryMethods,
  schema: string,
  previous: string | undefined,
): Promise<void> => {
  const shown = await tablesOf(transaction, schema);
  const hidden = previous === undefined ? [] : await tablesOf(transaction, previous);
  await transaction.query(sql.unsafe`SELECT set_config('lock_timeout', ${`${WAIT_FOR_READERS_MS}ms`}, true)`);
  await execute(transaction, PROGRESS_VIEW);
  for (const view of [...new Set([...hidden, ...shown])].sort()) {
    await execute(transaction, sql.fragment`DROP VIEW IF EXISTS ${sql.identifier(['read', view])}`);
  }
  for (const table of shown) {
    await execute(
      transaction,
      sql.fragment`
        CREATE VIEW ${sql.identifier(['read', table])} AS SELECT * FROM ${sql.identifier([schema, table])}`,
    );
  }
};
