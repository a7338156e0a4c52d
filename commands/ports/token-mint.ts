import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { CommandId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export type RefreshSecret = { readonly secret: string; readonly hash: string };

export type TokenMint = {
  /**
   * A signed access token good for `ACCESS_TOKEN_LIFETIME_MS` from `at`. Minting cannot fail but by a fault of ours.
   */
  readonly accessToken: (user: UserId, session: SessionId, at: Instant) => TaskEither<never, string>;
  /** 256 random bits for the client, and the hash that the vault keeps. */
  readonly freshSecret: () => RefreshSecret;
  /**
   * What a refresh token is exchanged for in one attempt: the same for the same token and attempt, and nothing that
   * could be worked out from either without the server's key.
   */
  readonly successorOf: (secret: string, attempt: CommandId) => RefreshSecret;
  readonly hashOf: (secret: string) => string;
};
