import { readFileSync } from 'node:fs';
import type { Client } from 'pg';

const SCHEMA = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8');
const ROLE = readFileSync(new URL('./role.sql', import.meta.url), 'utf8');
/** The role that a writer plays; `role.sql` makes it. */
export const WRITER_ROLE = 'filament_log_writer';

const MIGRATION_LOCK = [1_179_208_001, 0] as const;
const INSUFFICIENT_PRIVILEGE = '42501';
/** What Postgres answers when two databases of one cluster touch the same shared catalog row at once. */
const ROLE_RACES: ReadonlyArray<string> = ['XX000', '23505', '42710'];
const ROLE_ATTEMPTS_MAX = 20;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

export const logExists = async (client: Client): Promise<boolean> => {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('log.writer') IS NOT NULL AS there");
  return rows[0]?.there === true;
};

const inTransaction = async (client: Client, work: () => Promise<void>): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...MIGRATION_LOCK]);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
};

/** Makes the log's schema when it is not there. @param partitionEvents counts for a new log only. */
export const migrateLog = (client: Client, partitionEvents: number): Promise<void> =>
  inTransaction(client, async () => {
    if (await logExists(client)) return;
    await client.query(SCHEMA);
    await client.query('INSERT INTO log.writer (partition_events) VALUES ($1)', [partitionEvents]);
    await client.query('SELECT log.add_partition()');
  });

/**
 * Makes the append-only role and its grants. @returns false where this user may not make roles: the
 * triggers guard the log alone then.
 */
export const prepareWriterRole = async (client: Client): Promise<boolean> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await inTransaction(client, async () => {
        await client.query(ROLE);
      });
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === INSUFFICIENT_PRIVILEGE) return false;
      if (attempt === ROLE_ATTEMPTS_MAX || typeof code !== 'string' || !ROLE_RACES.includes(code)) throw error;
    }
  }
};
