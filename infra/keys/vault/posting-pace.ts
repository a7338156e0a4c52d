import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { PostingPace, PostingTurn } from '#commands/ports/posting-pace.ts';
import { millisOf, plusMillis } from '#domain/kernel/instant.ts';
import { SLOW_MODE_SECS_MAX } from '#domain/kernel/limits.ts';
import { SECOND_MS } from '#domain/kernel/units.ts';
import { unavailable } from './unavailable.ts';

/** Turns that one statement forgets. Each message forgets more than it adds, so the table holds hours and not years. */
const FORGOTTEN_AT_ONCE = 100;

const TAKE = `
INSERT INTO vault.posting_turn AS kept (channel_id, user_id, message_id, taken_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (channel_id, user_id) DO UPDATE SET message_id = excluded.message_id, taken_at = excluded.taken_at
WHERE kept.taken_at <= $5
RETURNING message_id`;

const KEPT = 'SELECT message_id, taken_at FROM vault.posting_turn WHERE channel_id = $1 AND user_id = $2';

/** Statement that forgets turns for which no slow mode is long enough. Two processes forget different turns. */
const FORGET = `
DELETE FROM vault.posting_turn WHERE (channel_id, user_id) IN (
  SELECT channel_id, user_id FROM vault.posting_turn WHERE taken_at < $1
  ORDER BY taken_at LIMIT $2 FOR UPDATE SKIP LOCKED)`;

/**
 * Keeps the last turn of each user in each channel in slow mode. It stands in the vault, because it tells when each
 * user wrote last, and a backup of the log has no use for it.
 */
export const createPostingPace = (pool: Pool): PostingPace => {
  const take = async ({ channelId, userId, messageId, at, everyMs }: PostingTurn): Promise<number> => {
    const taken = await pool.query(TAKE, [channelId, userId, messageId, at, plusMillis(at, -everyMs)]);
    if (taken.rowCount !== 0) {
      await pool.query(FORGET, [plusMillis(at, -2 * SLOW_MODE_SECS_MAX * SECOND_MS), FORGOTTEN_AT_ONCE]);
      return 0;
    }
    const { rows } = await pool.query<{ message_id: string; taken_at: Date }>(KEPT, [channelId, userId]);
    const [kept] = rows;
    if (kept === undefined || kept.message_id === messageId) return 0;
    // The clock of another process may be ahead, which must not make anybody wait longer.
    return Math.min(everyMs, Math.max(1, kept.taken_at.getTime() + everyMs - millisOf(at)));
  };
  return { take: (turn) => TE.tryCatch(() => take(turn), unavailable) };
};
