import type { Pool } from 'pg';
import type { KeyNumbers } from '#infra/keys/ports/key-vault.ts';

const SEQUENCE = `pg_get_serial_sequence('vault.content_key', 'id')::regclass`;

/** Reads and moves the number of the newest content key. */
export const createKeyNumbers = (pool: Pool): KeyNumbers => ({
  newest: async () => {
    const { rows } = await pool.query<{ newest: string | null }>(
      `SELECT pg_sequence_last_value(${SEQUENCE})::text AS newest`,
    );
    return Number(rows[0]?.newest ?? 0);
  },
  skipTo: async (id) => {
    await pool.query(
      `SELECT setval(${SEQUENCE}, greatest($1::bigint, coalesce(pg_sequence_last_value(${SEQUENCE}), 1)))`,
      [id],
    );
  },
  closeUsers: async (users) => {
    const { rowCount } = await pool.query(
      `INSERT INTO vault.user_key (user_id, secret) SELECT id, NULL FROM unnest($1::text[]) AS id
       ON CONFLICT (user_id) DO NOTHING`,
      [users.toSorted()],
    );
    return rowCount ?? 0;
  },
});
