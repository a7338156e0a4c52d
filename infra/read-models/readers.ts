import { type CommonQueryMethods, sql } from 'slonik';
import { execute } from '#infra/database/statement.ts';
import { tablesOf } from '#infra/read-models/generation.ts';
import { PROGRESS_VIEW } from '#infra/read-models/registry.ts';

/**
 * Longest wait for the readers under way before the swap is taken back and tried again: those who come
 * meanwhile wait behind it. It is well below Postgres's deadlock time-out (1 s), so even a reader that passed
 * by the door would never be the one to be thrown out.
 */
const WAIT_FOR_READERS_MS = 250;

/**
 * Makes the views of schema `read` show one generation's tables. A statement that reads a view holds it until
 * it ends, so each sees the old tables or the new ones, whole; one that comes meanwhile waits and then sees
 * the new.
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
