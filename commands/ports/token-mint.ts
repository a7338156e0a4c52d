import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { CommandId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export type RefreshSecret = { readonly secret: string; readonly hash: string };

export type TokenMint = {
  /** Makes a signed access token that works for `ACCESS_TOKEN_LIFETIME_MS` from `at`. */
  readonly accessToken: (user: UserId, session: SessionId, at: Instant) => TaskEither<never, string>;
  /** Makes 256 random bits for the client, and the hash for the vault. */
  readonly freshSecret: () => RefreshSecret;
  /**
   * Makes the successor of a refresh token in one attempt. The same token and attempt give the same successor, which no
   * caller can derive without the server's key.
   */
  readonly successorOf: (secret: string, attempt: CommandId) => RefreshSecret;
  readonly hashOf: (secret: string) => string;
};
