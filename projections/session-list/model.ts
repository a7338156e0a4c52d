/** The rows of session-list as readers see them, under `read`. */
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export const SESSION_LIST = 'session-list';

/** `read.session`: one row a session that lives. `device` is null once erased. */
export type SessionRow = {
  readonly session_id: SessionId;
  readonly user_id: UserId;
  readonly device: string | null;
  readonly created_at: Instant;
  readonly refreshed_at: Instant;
};
