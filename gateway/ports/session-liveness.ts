import type { SessionId, UserId } from '#domain/kernel/ids.ts';

/** Failure to ask the log, so that no session can be let in. The client tries again later. */
export class LogAway extends Error {
  override readonly name = 'LogAway';
}

/**
 * Session liveness says whether a session goes on, as of the end of the log. An access token can outlive its session,
 * so a valid token is not enough. Rejects with `LogAway` when the log cannot be asked.
 */
export type SessionLiveness = { readonly isLive: (session: SessionId, user: UserId) => boolean | Promise<boolean> };
