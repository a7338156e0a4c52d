import * as t from 'io-ts';
import { type DatabasePool, sql } from 'slonik';
import { column, execute } from '#infra/database/statement.ts';
import { lockRegistry } from '#infra/read-models/registry.ts';

/** Identity of the log before a second kind of log existed. */
const FIRST_LOG = 'postgres';

const TABLE = sql.fragment`
  CREATE TABLE IF NOT EXISTS projections.log (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    identity text COLLATE "C" NOT NULL
  )`;

/**
 * Records which log the read models belong to. A checkpoint is a position, and a position has a meaning in one log
 * alone: when the log is another one than before, the read models count as models of an older version. They serve until
 * each is built anew.
 */
export const adoptLog = (pool: DatabasePool, identity: string): Promise<'as before' | 'anew'> =>
  pool.transaction(async (transaction) => {
    await lockRegistry(transaction);
    await execute(transaction, TABLE);
    await execute(
      transaction,
      sql.fragment`
        INSERT INTO projections.log (identity)
        SELECT CASE WHEN EXISTS (SELECT FROM projections.generation) THEN ${FIRST_LOG} ELSE ${identity} END
        ON CONFLICT DO NOTHING`,
    );
    const [known] = await column(
      transaction,
      t.string,
      sql.fragment`SELECT identity AS value FROM projections.log FOR UPDATE`,
    );
    if (known === identity) return 'as before';
    await execute(
      transaction,
      sql.fragment`UPDATE projections.generation SET version = 0, position = 0 WHERE status = 'active'`,
    );
    await execute(transaction, sql.fragment`UPDATE projections.log SET identity = ${identity}`);
    return 'anew';
  });

/** Tells whether the read models belong to this log. True when none exist yet. Changes nothing. */
export const isOfLog = async (pool: DatabasePool, identity: string): Promise<boolean> => {
  const [there] = await column(
    pool,
    t.boolean,
    sql.fragment`SELECT to_regclass('projections.log') IS NOT NULL AS value`,
  );
  const [known] =
    there === true ? await column(pool, t.string, sql.fragment`SELECT identity AS value FROM projections.log`) : [];
  if (known !== undefined) return known === identity;
  const [built] = await column(
    pool,
    t.boolean,
    sql.fragment`SELECT EXISTS (SELECT FROM projections.generation) AS value`,
  );
  return built !== true || identity === FIRST_LOG;
};
