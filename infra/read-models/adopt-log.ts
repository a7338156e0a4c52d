/**
 * Records which log the read models belong to. A checkpoint is a position, and a position has a meaning in one log
 * alone. A log that was cut back is another log from then on, with the same identity and another lineage.
 */
import { randomUUID } from 'node:crypto';
import * as t from 'io-ts';
import { type CommonQueryMethods, type DatabasePool, type DatabaseTransactionConnection, sql } from 'slonik';
import { rowSchema } from '#infra/database/row-schema.ts';
import { column, execute } from '#infra/database/statement.ts';
import { lockRegistry } from '#infra/read-models/registry.ts';
import { prepareVaultRecord } from '#infra/read-models/vault-record.ts';

/** Identity of the log before a second kind of log existed. */
const FIRST_LOG = 'postgres';

const TABLE = sql.fragment`
  CREATE TABLE IF NOT EXISTS projections.log (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    identity text COLLATE "C" NOT NULL,
    lineage text COLLATE "C" NOT NULL
  )`;
/** A registry of an older version knows the identity alone. The lineage of a log that was never cut is its identity. */
const LINEAGE = sql.fragment`
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'projections.log'::regclass AND attname = 'lineage') THEN
      ALTER TABLE projections.log ADD COLUMN lineage text COLLATE "C";
      UPDATE projections.log SET lineage = identity;
      ALTER TABLE projections.log ALTER COLUMN lineage SET NOT NULL;
    END IF;
  END $$`;

const LogRow = t.strict({ identity: t.string, lineage: t.string });
type LogRow = t.TypeOf<typeof LogRow>;

/** The lineage of the log from now on, and whether every read model must be built anew. */
export type AdoptedLineage = { readonly found: 'as before' | 'anew'; readonly lineage: string };

const knownTo = async (on: CommonQueryMethods): Promise<LogRow | undefined> =>
  (await on.maybeOne(sql.type(rowSchema(LogRow))`SELECT identity, lineage FROM projections.log FOR UPDATE`)) ??
  undefined;

/** Begins a lineage. The read models count as models of an older version, and serve until each is built anew. */
const beginLineage = async (transaction: DatabaseTransactionConnection, identity: string): Promise<AdoptedLineage> => {
  const lineage = `${identity} ${randomUUID()}`;
  await execute(
    transaction,
    sql.fragment`
      UPDATE projections.generation SET version = 0, position = 0, event_id = NULL, event_at = NULL, events = NULL
      WHERE status = 'active'`,
  );
  await execute(transaction, sql.fragment`UPDATE projections.log SET identity = ${identity}, lineage = ${lineage}`);
  return { found: 'anew', lineage };
};

/** Records the log of this configuration. When it is another one than before, a new lineage begins. */
export const adoptLog = (pool: DatabasePool, identity: string): Promise<AdoptedLineage> =>
  pool.transaction(async (transaction) => {
    await lockRegistry(transaction);
    await execute(transaction, TABLE);
    await execute(transaction, LINEAGE);
    await prepareVaultRecord(transaction);
    await execute(
      transaction,
      sql.fragment`
        INSERT INTO projections.log (identity, lineage)
        SELECT first.identity, first.identity FROM (
          SELECT CASE WHEN EXISTS (SELECT FROM projections.generation) THEN ${FIRST_LOG} ELSE ${identity} END AS identity
        ) AS first
        ON CONFLICT DO NOTHING`,
    );
    const known = await knownTo(transaction);
    return known?.identity === identity
      ? { found: 'as before', lineage: known.lineage }
      : beginLineage(transaction, identity);
  });

/**
 * Begins a new lineage of a log that was cut back. `record` runs in the same transaction. Another process may have
 * begun one since `lineage` was read: then that one is given, and nothing is recorded.
 */
export const adoptCut = (
  pool: DatabasePool,
  { identity, lineage }: LogRow,
  record: (transaction: DatabaseTransactionConnection) => Promise<void>,
): Promise<AdoptedLineage> =>
  pool.transaction(async (transaction) => {
    await lockRegistry(transaction);
    const known = await knownTo(transaction);
    if (known !== undefined && known.lineage !== lineage) return { found: 'as before', lineage: known.lineage };
    await record(transaction);
    return beginLineage(transaction, identity);
  });

/** Keeps the lineage as it is until the transaction ends. @throws Error when another one has begun. */
export const assertLineage = async (transaction: CommonQueryMethods, lineage: string): Promise<void> => {
  const [known] = await column(
    transaction,
    t.string,
    sql.fragment`SELECT lineage AS value FROM projections.log FOR SHARE`,
  );
  if (known !== lineage) throw new Error('the log was cut back meanwhile: start the rebuild again');
};

const isThere = async (pool: DatabasePool): Promise<boolean> => {
  const [there] = await column(
    pool,
    t.boolean,
    sql.fragment`
      SELECT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = to_regclass('projections.log') AND attname = 'lineage'
      ) AS value`,
  );
  return there === true;
};

/** Gives the lineage of a log that the read models belong to. Undefined when they belong to another log. */
export const lineageOf = async (pool: DatabasePool, identity: string): Promise<string | undefined> => {
  const known = (await isThere(pool))
    ? await pool.maybeOne(sql.type(rowSchema(LogRow))`SELECT identity, lineage FROM projections.log`)
    : null;
  if (known !== null) return known.identity === identity ? known.lineage : undefined;
  const [built] = await column(
    pool,
    t.boolean,
    sql.fragment`SELECT EXISTS (SELECT FROM projections.generation) AS value`,
  );
  return built !== true || identity === FIRST_LOG ? identity : undefined;
};
