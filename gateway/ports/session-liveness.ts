import type { SessionId, UserId } from '#domain/kernel/ids.ts';

/** The log cannot be asked just now, so nobody can be let in; trying again later is right. */
export class LogAway extends Error {
  override readonly name = 'LogAway';
}

/**
 * An access token outlives the session it was made for; this says whether the session still stands, as far as the
 * log goes. Rejects with `LogAway` when the log cannot be asked.
 */
export type SessionLiveness = { readonly isLive: (session: SessionId, user: UserId) => boolean | Promise<boolean> };
