import { readFileSync } from 'node:fs';
import { Pool, type PoolConfig } from 'pg';
import type { CredentialVault } from '#commands/ports/credential-vault.ts';
import type { ContentKeys, ServerKeys, UserKeys } from '#infra/crypto/ports/key-vault.ts';
import { createContentKeys } from './content-keys.ts';
import { createCredentialVault } from './credential-vault.ts';
import { createServerKeys } from './server-keys.ts';
import { createUserKeys } from './user-keys.ts';

export type Vault = {
  readonly contentKeys: ContentKeys;
  readonly userKeys: UserKeys;
  readonly serverKeys: ServerKeys;
  readonly credentials: CredentialVault;
  readonly close: () => Promise<void>;
};

const SCHEMA = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8');
const MIGRATION_LOCK = [1_179_208_001, 2] as const;
const CONNECTIONS = 4;
const ANSWER_WITHIN_MS = 4_000;

const migrate = async (pool: Pool): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...MIGRATION_LOCK]);
    const { rows } = await client.query<{ there: boolean }>(
      "SELECT to_regclass('vault.owner_link') IS NOT NULL AS there",
    );
    if (rows[0]?.there !== true) await client.query(SCHEMA);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
};

/** Opens the vault, making its schema in an empty database. Rejects when the database is away. */
export const openVault = async (connection: PoolConfig): Promise<Vault> => {
  const pool = new Pool({
    ...connection,
    application_name: 'filament vault',
    max: CONNECTIONS,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: 2 * ANSWER_WITHIN_MS,
    // A key is used only once it is durable, whatever this database's habit.
    options: '-c synchronous_commit=on',
  });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    contentKeys: createContentKeys(pool),
    userKeys: createUserKeys(pool),
    serverKeys: createServerKeys(pool),
    credentials: createCredentialVault(pool),
    close: () => pool.end(),
  };
};
