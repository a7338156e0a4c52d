/** The registry of generations, and schema `read`, whose views show the active ones. */
import * as t from 'io-ts';
import { type DatabasePool, type DatabaseTransactionConnection, sql } from 'slonik';
import { NotMadeYet } from '#infra/database/migrations.ts';
import { column } from '#infra/database/statement.ts';

/** Key of the advisory lock under which one process at a time creates missing tables. */
const REGISTRY_LOCK = 4_861_073_221;

/** Keeps other processes from creating shared tables until the transaction ends. `IF NOT EXISTS` fails in a race. */
export const lockRegistry = (transaction: DatabaseTransactionConnection): Promise<unknown> =>
  transaction.query(sql.unsafe`SELECT pg_advisory_xact_lock(${REGISTRY_LOCK})`);

/**
 * View with the position of each active generation. A statement that reads it together with rows learns the position of
 * those rows. It is also the door of schema `read`: a statement that reads several views names this one first. A swap
 * that replaces it therefore waits for all running statements, and keeps new ones from locking any other view.
 */
export const PROGRESS_VIEW = sql.fragment`
  CREATE OR REPLACE VIEW read.progress AS
    SELECT model, version, position FROM projections.generation WHERE status = 'active'`;

const TABLES = [
  sql.unsafe`CREATE SCHEMA IF NOT EXISTS projections`,
  sql.unsafe`CREATE SCHEMA IF NOT EXISTS read`,
  // Every commit of every read model updates this table. Free room on the page keeps the updates in place.
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
  // The last event of a checkpoint, and the log whose events it counts. A registry of an older version lacks them.
  sql.unsafe`
    DO $$ BEGIN
      IF NOT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = 'projections.generation'::regclass AND attname = 'lineage'
      ) THEN
        ALTER TABLE projections.generation
          ADD COLUMN event_id text COLLATE "C",
          ADD COLUMN event_at text COLLATE "C",
          ADD COLUMN events bigint,
          ADD COLUMN lineage text COLLATE "C";
      END IF;
    END $$`,
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

/** Creates missing tables and views. Any number of processes may call it at every start. */
export const prepareRegistry = (pool: DatabasePool): Promise<void> =>
  pool.transaction(async (transaction) => {
    await lockRegistry(transaction);
    for (const table of TABLES) await transaction.query(table);
  });

/** Checks that the registry exists, for a process that creates nothing. @throws NotMadeYet */
export const assertRegistry = async (pool: DatabasePool): Promise<void> => {
  const [there] = await column(pool, t.boolean, sql.fragment`SELECT to_regclass('read.progress') IS NOT NULL AS value`);
  if (there !== true) throw new NotMadeYet('there are no read models yet: start the server that projects first');
};
