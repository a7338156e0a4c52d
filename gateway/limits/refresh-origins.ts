import { LRUCache } from 'lru-cache';
import type { SessionId } from '#domain/kernel/ids.ts';
import { RATE_KEYS_MAX } from '#gateway/limits/rates.ts';

/** Origin of a refresh token that this process issued. `newest`: no later token of its session is known here. */
export type RefreshOrigin = { readonly session: SessionId; readonly newest: boolean };

/**
 * Refresh origins say which session a refresh token belongs to. A token is used once, so a rate of refreshes counts
 * sessions instead.
 */
export type RefreshOrigins = {
  /** Remembers the session of a new token. Only the hash of the token is kept. */
  readonly issued: (refreshToken: string, session: SessionId) => void;
  /** Forgets the newest token of a session that has ended, so that no rate hides the end from its client. */
  readonly ended: (session: SessionId) => void;
  /** Forgets a used token, which passes the rates once. A client that sends it again and again is counted. */
  readonly passed: (refreshToken: string) => void;
  /** Answers undefined for a token that this process did not issue. */
  readonly of: (refreshToken: string) => RefreshOrigin | undefined;
};

export const refreshOrigins = (hashOf: (secret: string) => string): RefreshOrigins => {
  const sessions = new LRUCache<string, SessionId>({ max: RATE_KEYS_MAX });
  const newest = new LRUCache<SessionId, string>({ max: RATE_KEYS_MAX });
  return {
    issued: (refreshToken, session) => {
      const hash = hashOf(refreshToken);
      sessions.set(hash, session);
      newest.set(session, hash);
    },
    ended: (session) => {
      newest.delete(session);
    },
    passed: (refreshToken) => {
      sessions.delete(hashOf(refreshToken));
    },
    of: (refreshToken) => {
      const hash = hashOf(refreshToken);
      const session = sessions.get(hash);
      return session === undefined ? undefined : { session, newest: newest.get(session) === hash };
    },
  };
};
