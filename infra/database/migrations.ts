/**
 * Schemas that hold what cannot be made again change by migrations: numbered, forward only, each applied once and in
 * its own order, and never altered once it was released. The database remembers which it has had, and by what words.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClientBase } from 'pg';

/** `version` counts from 1 without a gap. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

export type Migrated = {
  /** Of the database; a name this program chose, so it needs no quoting. */
  readonly schema: 'log' | 'vault';
  readonly migrations: ReadonlyArray<Migration>;
  /** Key of the advisory lock under which one process at a time migrates. */
  readonly lock: readonly [number, number];
  /** A table of the first migration: where it stands without a record, that migration was applied before there were any. */
  readonly firstTable: string;
};

/** The database and this program do not fit together, and waiting does not mend it. */
export class SchemaUnfit extends Error {
  override readonly name = 'SchemaUnfit';
}

/** What this process may not make itself is not there yet; another makes it when it starts. */
export class NotMadeYet extends Error {
  override readonly name = 'NotMadeYet';
}

const MIGRATION_WITHIN_MS = 60 * 60_000;

export const migrationsAt = (folder: URL, ...names: ReadonlyArray<string>): ReadonlyArray<Migration> =>
  names.map((name, at) => ({
    version: at + 1,
    name,
    sql: readFileSync(new URL(`${String(at + 1).padStart(4, '0')}-${name}.sql`, folder), 'utf8'),
  }));

const checksumOf = ({ sql }: Migration): string => createHash('sha256').update(sql).digest('hex');

const isThere = async (client: ClientBase, table: string): Promise<boolean> => {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]?.there === true;
};

type Applied = { readonly version: number; readonly name: string; readonly sha256: string };

/** Throws `SchemaUnfit` when the database has had another migration than this program would give it. */
const judge = ({ schema, migrations }: Migrated, applied: ReadonlyArray<Applied>): void => {
  for (const { version, name, sha256 } of applied) {
    const ours = migrations[version - 1];
    if (ours === undefined) {
      throw new SchemaUnfit(
        `the schema ${schema} is of a newer Filament: it has had migration ${version} (${name}), and this program knows ` +
          `${migrations.length}; start the newer program, or restore the backup from before it was started`,
      );
    }
    if (checksumOf(ours) !== sha256) {
      throw new SchemaUnfit(
        `migration ${version} (${name}) of the schema ${schema} was another one when this database had it; ` +
          'install the program unaltered',
      );
    }
  }
};

const appliedIn = async (client: ClientBase, { schema }: Migrated): Promise<ReadonlyArray<Applied>> =>
  (await client.query<Applied>(`SELECT version, name, sha256 FROM ${schema}.migration ORDER BY version`)).rows;

/**
 * Whether the schema is there at all; throws `SchemaUnfit` when this program must not read it. Changes nothing, for
 * those who only look.
 */
export const schemaFits = async (client: ClientBase, migrated: Migrated): Promise<boolean> => {
  if (await isThere(client, `${migrated.schema}.migration`)) judge(migrated, await appliedIn(client, migrated));
  return isThere(client, migrated.firstTable);
};

/** How many migrations the schema has had, which was made before they were counted where it has no record of any. */
export const migrationsHad = async (client: ClientBase, migrated: Migrated): Promise<number> =>
  (await isThere(client, `${migrated.schema}.migration`)) ? (await appliedIn(client, migrated)).length : 1;

/**
 * For those who make nothing. @throws NotMadeYet while the schema lacks what this program needs, SchemaUnfit when it is
 * of another program.
 */
export const assertMade = async (client: ClientBase, migrated: Migrated): Promise<void> => {
  if (!(await schemaFits(client, migrated)) || (await migrationsHad(client, migrated)) < migrated.migrations.length) {
    throw new NotMadeYet(`the schema ${migrated.schema} is not made or not brought up to date yet`);
  }
};

const record = (client: ClientBase, { schema }: Migrated, migration: Migration): Promise<unknown> =>
  client.query(`INSERT INTO ${schema}.migration (version, name, sha256) VALUES ($1, $2, $3)`, [
    migration.version,
    migration.name,
    checksumOf(migration),
  ]);

const prepare = async (client: ClientBase, migrated: Migrated): Promise<void> => {
  const { schema, firstTable, migrations } = migrated;
  if (await isThere(client, `${schema}.migration`)) return;
  const [first] = migrations;
  const isOlderThanRecords = await isThere(client, firstTable);
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS ${schema};
    CREATE TABLE ${schema}.migration (
      version integer PRIMARY KEY CHECK (version > 0),
      name text NOT NULL,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  if (isOlderThanRecords && first !== undefined) await record(client, migrated, first);
};

/**
 * Applies what the database has not had: all of it, or, when anything fails, nothing. `made` runs once, with the first
 * migration. @throws SchemaUnfit
 */
export const migrate = async (
  client: ClientBase,
  migrated: Migrated,
  made: () => Promise<void> = async () => undefined,
): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...migrated.lock]);
    // A migration takes as long as it takes; the limit of the connection is for what people wait for.
    await client.query("SELECT set_config('statement_timeout', $1, true)", [String(MIGRATION_WITHIN_MS)]);
    await prepare(client, migrated);
    const applied = await appliedIn(client, migrated);
    judge(migrated, applied);
    for (const migration of migrated.migrations.slice(applied.length)) {
      await client.query(withTime(migration.sql));
      if (migration.version === 1) await made();
      await record(client, migrated, migration);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};

/** The client's own limit on a query, which is above what the server allows this transaction. */
const withTime = (text: string): { readonly text: string; readonly query_timeout: number } => ({
  text,
  query_timeout: 2 * MIGRATION_WITHIN_MS,
});
