/**
 * Migrates schemas whose rows cannot be made again (decision 0017). Migrations are numbered and forward only, each is
 * applied once and in order, and a released one never changes. The database remembers each with its checksum.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClientBase } from 'pg';

/** A migration. `version` counts from 1 without a gap. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

export type MigrationPlan = {
  /** Schema of the database. This program chose the name, so it needs no quotes. */
  readonly schema: 'log' | 'vault' | 'personal' | 'files';
  readonly migrations: ReadonlyArray<Migration>;
  /** Key of the advisory lock under which one process at a time migrates. */
  readonly lock: readonly [number, number];
  /** Table of the first migration. A schema with it and without a record was made before migrations were recorded. */
  readonly firstTable: string;
};

/** Error of a database that does not fit this program. Waiting does not mend it. */
export class SchemaUnfit extends Error {
  override readonly name = 'SchemaUnfit';
}

/** Error of a schema that another process must make first. */
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

/**
 * Compares the applied migrations with our own.
 * @throws SchemaUnfit when one is unknown or differs.
 */
const judge = ({ schema, migrations }: MigrationPlan, applied: ReadonlyArray<Applied>): void => {
  for (const { version, name, sha256 } of applied) {
    const ours = migrations[version - 1];
    if (ours === undefined) {
      throw new SchemaUnfit(
        `a newer Filament has migrated the schema ${schema}: it has migration ${version} (${name}), and this program knows ` +
          `${migrations.length}; start the newer program, or restore a backup from before its first start`,
      );
    }
    if (checksumOf(ours) !== sha256) {
      throw new SchemaUnfit(
        `migration ${version} (${name}) of the schema ${schema} differs from the one that this database has; ` +
          'install an unaltered program',
      );
    }
  }
};

const appliedIn = async (client: ClientBase, { schema }: MigrationPlan): Promise<ReadonlyArray<Applied>> =>
  (await client.query<Applied>(`SELECT version, name, sha256 FROM ${schema}.migration ORDER BY version`)).rows;

/**
 * Tells whether the schema exists, and changes nothing.
 * @throws SchemaUnfit when this program must not read it.
 */
export const schemaFits = async (client: ClientBase, migrated: MigrationPlan): Promise<boolean> => {
  if (await isThere(client, `${migrated.schema}.migration`)) judge(migrated, await appliedIn(client, migrated));
  return isThere(client, migrated.firstTable);
};

/** Counts the migrations of an existing schema. A schema without a record has had the first. */
export const migrationsHad = async (client: ClientBase, migrated: MigrationPlan): Promise<number> =>
  (await isThere(client, `${migrated.schema}.migration`)) ? (await appliedIn(client, migrated)).length : 1;

/**
 * Asserts that the schema is up to date, for a process that may not make it.
 * @throws NotMadeYet while a migration is missing, SchemaUnfit when another program migrated it.
 */
export const assertMade = async (client: ClientBase, migrated: MigrationPlan): Promise<void> => {
  if (!(await schemaFits(client, migrated)) || (await migrationsHad(client, migrated)) < migrated.migrations.length) {
    throw new NotMadeYet(`the schema ${migrated.schema} is missing or not up to date yet`);
  }
};

const record = (client: ClientBase, { schema }: MigrationPlan, migration: Migration): Promise<unknown> =>
  client.query(`INSERT INTO ${schema}.migration (version, name, sha256) VALUES ($1, $2, $3)`, [
    migration.version,
    migration.name,
    checksumOf(migration),
  ]);

const prepare = async (client: ClientBase, migrated: MigrationPlan): Promise<void> => {
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
 * Applies every missing migration, or none when one fails. `made` runs once, after the first migration.
 * @throws SchemaUnfit
 */
export const migrate = async (
  client: ClientBase,
  migrated: MigrationPlan,
  made: () => Promise<void> = async () => undefined,
): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...migrated.lock]);
    // A migration may take long. The limit of the connection is meant for requests.
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

/** A query with a limit of its own, above the limit that the server sets for this transaction. */
const withTime = (text: string): { readonly text: string; readonly query_timeout: number } => ({
  text,
  query_timeout: 2 * MIGRATION_WITHIN_MS,
});
