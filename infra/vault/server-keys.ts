import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { ServerKeys } from '#infra/crypto/ports/key-vault.ts';

const SECRET_BYTES = 32;

export const createServerKeys = (pool: Pool): ServerKeys => ({
  of: async (purpose) => {
    await pool.query('INSERT INTO vault.server_key (purpose, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      purpose,
      randomBytes(SECRET_BYTES),
    ]);
    const { rows } = await pool.query<{ secret: Buffer }>('SELECT secret FROM vault.server_key WHERE purpose = $1', [
      purpose,
    ]);
    const secret = rows[0]?.secret;
    if (secret === undefined) throw new Error(`the vault holds no server key for ${purpose}`);
    return Uint8Array.from(secret);
  },
});
