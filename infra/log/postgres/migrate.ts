import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { type MigrationPlan, migrate, migrationsAt, schemaFits } from '#infra/database/migrations.ts';

const ROLE = readFileSync(new URL('./role.sql', import.meta.url), 'utf8');
/** The database role in which a writer appends. `role.sql` creates it. */
export const WRITER_ROLE = 'filament_log_writer';

const INSUFFICIENT_PRIVILEGE = '42501';
/** Error codes of Postgres when two databases of one cluster change the same shared catalog row at once. */
const ROLE_RACES: ReadonlyArray<string> = ['XX000', '23505', '42710'];
const ROLE_ATTEMPTS_MAX = 20;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

export const LOG: MigrationPlan = {
  schema: 'log',
  migrations: migrationsAt(new URL('./migrations/', import.meta.url), 'log'),
  lock: [1_179_208_001, 0],
  firstTable: 'log.writer',
};

/**
 * Tells whether the log's schema exists.
 * @throws SchemaUnfit when a newer program made it.
 */
export const logExists = (client: Client): Promise<boolean> => schemaFits(client, LOG);

const inTransaction = async (client: Client, work: () => Promise<void>): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...LOG.lock]);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
};

/**
 * Brings the log's schema to the version that this program needs. Only the writer does this, and under its own lock, so
 * no event is appended meanwhile.
 * @param partitionEvents takes effect for a new log only.
 * @throws SchemaUnfit
 */
export const migrateLog = (client: Client, partitionEvents: number): Promise<void> =>
  migrate(client, LOG, async () => {
    await client.query('INSERT INTO log.writer (partition_events) VALUES ($1)', [partitionEvents]);
    await client.query('SELECT log.add_partition()');
  });

/**
 * Creates the append-only role and its grants.
 * @returns false where the database user may not create roles. The triggers alone guard the log then.
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
