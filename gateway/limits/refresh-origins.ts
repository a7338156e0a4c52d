import { LRUCache } from 'lru-cache';
import type { SessionId } from '#domain/kernel/ids.ts';
import { RATE_KEYS_MAX } from '#gateway/limits/rates.ts';

/**
 * Which session a refresh token belongs to, so that refreshing is counted by session although every token is used
 * once. Held by the tokens' hashes; one that this process did not issue is counted by itself.
 */
export type RefreshOrigins = {
  readonly issued: (refreshToken: string, session: SessionId) => void;
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
