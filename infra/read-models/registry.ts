/** The registry of generations, and the schema that readers look through. */
import * as t from 'io-ts';
import { type DatabasePool, type DatabaseTransactionConnection, sql } from 'slonik';
import { NotMadeYet } from '#infra/database/migrations.ts';
import { column } from '#infra/database/statement.ts';

/** Two processes that start together must not both create what is missing. */
const REGISTRY_LOCK = 4_861_073_221;

/** Until the transaction ends nobody else creates or claims what all share; `IF NOT EXISTS` alone fails in a race. */
export const lockRegistry = (transaction: DatabaseTransactionConnection): Promise<unknown> =>
  transaction.query(sql.unsafe`SELECT pg_advisory_xact_lock(${REGISTRY_LOCK})`);

/**
 * In one statement with rows of a read model it tells the position those rows are at. It is also the door of
 * schema `read`: a statement that reads several views names this one first, so whoever replaces it waits for
 * all statements under way and keeps the next ones from taking hold of anything.
 */
export const PROGRESS_VIEW = sql.fragment`
  CREATE OR REPLACE VIEW read.progress AS
    SELECT model, version, position FROM projections.generation WHERE status = 'active'`;

const TABLES = [
  sql.unsafe`CREATE SCHEMA IF NOT EXISTS projections`,
  sql.unsafe`CREATE SCHEMA IF NOT EXISTS read`,
  // Updated at every commit of every read model: room on the page keeps the updates in place.
  sql.unsafe`
    CREATE TABLE IF NOT EXISTS projections.generation (
      model text COLLATE "C" NOT NULL,
      version integer NOT NULL,
      generation integer NOT NULL,
      schema text COLLATE "C" NOT NULL UNIQUE,
      status text NOT NULL CHECK (status IN ('building', 'active', 'retired')),
      position bigint NOT NULL DEFAULT 0,
      started_at timestamptz NOT NULL DEFAULT now(),
      activated_at timestamptz,
      retired_at timestamptz,
      PRIMARY KEY (model, generation)
    ) WITH (fillfactor = 50)`,
  sql.unsafe`
    CREATE UNIQUE INDEX IF NOT EXISTS generation_active ON projections.generation (model) WHERE status = 'active'`,
  sql.unsafe`
    CREATE TABLE IF NOT EXISTS projections.parked (
      schema text COLLATE "C" NOT NULL REFERENCES projections.generation (schema) ON DELETE CASCADE,
      position bigint NOT NULL,
      stream text COLLATE "C" NOT NULL,
      type text NOT NULL,
      reason text NOT NULL,
      parked_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (schema, position)
    )`,
  sql.unsafe`${PROGRESS_VIEW}`,
];

/** Creates what is missing; safe to call at every start, by any number of processes. */
export const prepareRegistry = (pool: DatabasePool): Promise<void> =>
  pool.transaction(async (transaction) => {
    await lockRegistry(transaction);
    for (const table of TABLES) await transaction.query(table);
  });

/** For those who create nothing. @throws NotMadeYet */
export const assertRegistry = async (pool: DatabasePool): Promise<void> => {
  const [there] = await column(pool, t.boolean, sql.fragment`SELECT to_regclass('read.progress') IS NOT NULL AS value`);
  if (there !== true) throw new NotMadeYet('there are no read models yet');
};
