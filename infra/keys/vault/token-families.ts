import type { Pool } from 'pg';
import type { TokenFamilies } from '#infra/keys/ports/key-vault.ts';

/** Lists the token families of sessions, for the check that the log knows each session. */
export const createTokenFamilies = (pool: Pool): TokenFamilies => ({
  startedBefore: async (at, after, limit) => {
    const { rows } = await pool.query<{ session_id: string; user_id: string }>(
      `SELECT session_id, user_id FROM vault.token_family
       WHERE started_at < $1 AND session_id > $2 COLLATE "C" ORDER BY session_id LIMIT $3`,
      [at, after, limit],
    );
    return rows.map(({ session_id, user_id }) => ({ sessionId: session_id, userId: user_id }));
  },
});
