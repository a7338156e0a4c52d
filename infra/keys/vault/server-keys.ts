import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { NotMadeYet } from '#infra/database/migrations.ts';
import type { ServerKeyPurpose, ServerKeys } from '#infra/keys/ports/key-vault.ts';

const SECRET_BYTES = 32;

const stored = async (pool: Pool, purpose: ServerKeyPurpose): Promise<Uint8Array | undefined> => {
  const { rows } = await pool.query<{ secret: Buffer }>('SELECT secret FROM vault.server_key WHERE purpose = $1', [
    purpose,
  ]);
  const secret = rows[0]?.secret;
  return secret === undefined ? undefined : Uint8Array.from(secret);
};

/** Returns the server's own secrets and creates a missing one. */
export const createServerKeys = (pool: Pool): ServerKeys => ({
  of: async (purpose) => {
    await pool.query('INSERT INTO vault.server_key (purpose, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      purpose,
      randomBytes(SECRET_BYTES),
    ]);
    const secret = await stored(pool, purpose);
    if (secret === undefined) throw new Error(`the vault holds no server key for ${purpose}`);
    return secret;
  },
});

/** Returns the server's own secrets and creates none. Rejects with `NotMadeYet` for a missing one. */
export const storedServerKeys = (pool: Pool): ServerKeys => ({
  of: async (purpose) => {
    const secret = await stored(pool, purpose);
    if (secret === undefined)
      throw new NotMadeYet(`the vault has no server key for ${purpose} yet: start the server once to create it`);
    return secret;
  },
});
