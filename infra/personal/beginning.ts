/** The beginning of the personal store. Messages from before it count as read where a user has no marker. */
import type { Pool } from 'pg';

/** Forgets the position of the beginning when the log has another lineage now. Then the times of messages decide alone. */
export const forgetOtherLineage = async (pool: Pool, lineage: string): Promise<void> => {
  await pool.query('UPDATE personal.beginning SET position = -1, lineage = $1 WHERE lineage IS DISTINCT FROM $1', [
    lineage,
  ]);
};
