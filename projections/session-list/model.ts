/** Table of session-list, as readers see it under `read`. */
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { key, nullable, table, text, written } from '#projections/engine/table.ts';

export const SESSION_LIST = 'session-list';

/** `read.session`: one row for each session that has not ended. */
export const session = table('session', {
  session_id: key(text<SessionId>()),
  user_id: text<UserId>(),
  /** Null once erased. */
  device: nullable(written()),
  created_at: text<Instant>(),
  refreshed_at: text<Instant>(),
});
