/**
 * Records beside the read models what the vault is known to have done. An older vault that is brought back knows less,
 * and that is how it is found.
 */
import * as t from 'io-ts';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { rowSchema } from '#infra/database/row-schema.ts';
import { column, execute } from '#infra/database/statement.ts';

const ERASURE = sql.fragment`
  CREATE TABLE IF NOT EXISTS projections.erasure (
    lineage text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (lineage, kind)
  )`;
const GAP = sql.fragment`
  CREATE TABLE IF NOT EXISTS projections.key_gap (
    found_at timestamptz PRIMARY KEY DEFAULT now(),
    texts bigint NOT NULL
  )`;

/** Creates missing tables. One process at a time does it, under the lock of the registry. */
export const prepareVaultRecord = async (transaction: CommonQueryMethods): Promise<void> => {
  await execute(transaction, ERASURE);
  await execute(transaction, GAP);
};

export type ErasureRecord = {
  /** Position of the last removal of this kind that is known to be erased. */
  readonly through: (kind: string) => Promise<bigint>;
  readonly reached: (kind: string, position: bigint) => Promise<void>;
};

export const erasureRecord = (pool: DatabasePool, lineage: string): ErasureRecord => ({
  through: async (kind) => {
    const [position] = await column(
      pool,
      t.bigint,
      sql.fragment`SELECT position AS value FROM projections.erasure WHERE lineage = ${lineage} AND kind = ${kind}`,
    );
    return position ?? 0n;
  },
  reached: (kind, position) =>
    execute(
      pool,
      sql.fragment`
        INSERT INTO projections.erasure (lineage, kind, position) VALUES (${lineage}, ${kind}, ${position})
        ON CONFLICT (lineage, kind) DO UPDATE SET position = greatest(erasure.position, excluded.position)`,
    ),
});

/** Keeps the number of texts whose keys an older vault lacks. */
export const recordKeyGap = (pool: DatabasePool, texts: number): Promise<void> =>
  execute(pool, sql.fragment`INSERT INTO projections.key_gap (texts) VALUES (${texts}) ON CONFLICT DO NOTHING`);

/** Lists the ids of all users in the directory. */
export const usersInDirectory = (pool: DatabasePool): Promise<ReadonlyArray<string>> =>
  column(pool, t.string, sql.fragment`SELECT user_id AS value FROM read.account ORDER BY user_id`);

const VaultAgeRow = t.strict({ gaps: t.union([t.bigint, t.null]), texts: t.union([t.bigint, t.null]) });
/** Number of key gaps that were found, and of the texts in them. */
export type KeyGapCount = { readonly gaps: number; readonly texts: number };

export const keyGapsFound = async (pool: DatabasePool): Promise<KeyGapCount> => {
  const [there] = await column(
    pool,
    t.boolean,
    sql.fragment`SELECT to_regclass('projections.key_gap') IS NOT NULL AS value`,
  );
  if (there !== true) return { gaps: 0, texts: 0 };
  const row = await pool.one(
    sql.type(rowSchema(VaultAgeRow))`SELECT count(*) AS gaps, sum(texts)::bigint AS texts FROM projections.key_gap`,
  );
  return { gaps: Number(row.gaps ?? 0), texts: Number(row.texts ?? 0) };
};
