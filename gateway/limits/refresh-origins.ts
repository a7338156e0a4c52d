import { LRUCache } from 'lru-cache';
import type { SessionId } from '#domain/kernel/ids.ts';
import { RATE_KEYS_MAX } from '#gateway/limits/rates.ts';

/**
 * Refresh origins say which session a refresh token belongs to. A token is used once, so a rate of refreshes counts
 * sessions instead.
 */
export type RefreshOrigins = {
  /** Remembers the session of a new token. Only the hash of the token is kept. */
  readonly issued: (refreshToken: string, session: SessionId) => void;
  /** Answers the session, or the hash of a token that another process issued. */
  readonly sessionOf: (refreshToken: string) => string;
};

export const refreshOrigins = (hashOf: (secret: string) => string): RefreshOrigins => {
  const sessions = new LRUCache<string, SessionId>({ max: RATE_KEYS_MAX });
  return {
    issued: (refreshToken, session) => {
      sessions.set(hashOf(refreshToken), session);
    },
    sessionOf: (refreshToken) => {
      const hash = hashOf(refreshToken);
      return sessions.get(hash) ?? hash;
    },
  };
};
