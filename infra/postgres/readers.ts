import { type CommonQueryMethods, sql } from 'slonik';
import { tablesOf } from '#infra/postgres/generation.ts';
import { execute } from '#infra/postgres/statement.ts';

/**
 * Longest wait for a reader to finish with a view before the swap is taken back and tried again: well below
 * Postgres's deadlock time-out (1 s), so that no reader is ever the one to be thrown out.
 */
const WAIT_FOR_READERS_MS = 50;

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
