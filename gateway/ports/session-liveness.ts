import type { SessionId, UserId } from '#domain/kernel/ids.ts';

/**
 * An access token outlives the session it was made for; this says whether the session still stands.
 * At once where it is known already, which is nearly always. Rejects when the log cannot be asked: fail closed.
 */
export type SessionLiveness = { readonly isLive: (session: SessionId, user: UserId) => boolean | Promise<boolean> };
