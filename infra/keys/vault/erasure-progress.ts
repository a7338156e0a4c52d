import type { Pool } from 'pg';
import type { ErasureProgress } from '#infra/keys/ports/key-vault.ts';

/** Keeps the progress beside the keys, so that a vault restored from a backup erases again what it brought back. */
export const createErasureProgress =
  (pool: Pool) =>
  (logIdentity: string): ErasureProgress => ({
    through: async (kind) => {
      const { rows } = await pool.query<{ position: string }>(
        'SELECT position FROM vault.erasure WHERE log_identity = $1 AND kind = $2',
        [logIdentity, kind],
      );
      return BigInt(rows[0]?.position ?? 0);
    },
    reached: async (kind, position) => {
      await pool.query(
        `INSERT INTO vault.erasure (log_identity, kind, position) VALUES ($1, $2, $3)
         ON CONFLICT (log_identity, kind) DO UPDATE SET position = greatest(erasure.position, excluded.position)`,
        [logIdentity, kind, position.toString()],
      );
    },
  });
