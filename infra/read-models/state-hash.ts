import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { StateHash } from '#projections/ports/sink.ts';

/** Settings under which every server and session prints a row as the same text. */
const FIXED_TEXT = [
  `SET LOCAL client_encoding = 'UTF8'`,
  `SET LOCAL timezone = 'UTC'`,
  `SET LOCAL datestyle = 'ISO, YMD'`,
  `SET LOCAL intervalstyle = 'iso_8601'`,
  `SET LOCAL extra_float_digits = 1`,
  `SET LOCAL bytea_output = 'hex'`,
].join('; ');

const TABLES_WITH_KEYS = `
  SELECT c.relname AS table, array_agg(quote_ident(a.attname) ORDER BY k.place) AS key
  FROM pg_class c
  JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
  WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'
  GROUP BY c.relname ORDER BY c.relname COLLATE "C"`;

/** Gives the SHA-256 of each table's rows in the order of its primary key, inside the caller's transaction. */
export const stateHashes = async (client: pg.Client, schema: string): Promise<ReadonlyArray<StateHash>> => {
  await client.query(FIXED_TEXT);
  const tables = await client.query<{ table: string; key: string }>(
    `SELECT "table", array_to_string(key, ', ') AS key FROM (${TABLES_WITH_KEYS}) AS tables`,
    [schema],
  );
  const hashes: StateHash[] = [];
  for (const { table, key } of tables.rows) {
    const rows = client.query(
      copyTo(
        `COPY (SELECT * FROM ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)} ORDER BY ${key}) TO STDOUT`,
      ),
    );
    const hash = createHash('sha256');
    for await (const chunk of rows) hash.update(chunk);
    hashes.push({ table, rows: BigInt(rows.rowCount), sha256: hash.digest('hex') });
  }
  return hashes;
};
