import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { VaultUnavailable } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** What became of a refresh token that was presented. Hashes are of the token's own 256 bits. */
export type Rotation =
  /** Also when just this was done before and its successor has not been used: the answer was lost. */
  | { readonly kind: 'Rotated'; readonly userId: UserId; readonly generation: number }
  /** It lost a race against its twin by at most `REFRESH_RACE_GRACE_MS`: no harm, use the winner's. */
  | { readonly kind: 'Superseded' }
  /** A used token came back: somebody copied it. The caller revokes the family. */
  | { readonly kind: 'Replayed'; readonly sessionId: SessionId; readonly userId: UserId }
  | { readonly kind: 'Unknown' }
  | { readonly kind: 'Expired' };

/** Credentials, kept outside the log and apart from it in backups. Only hashes stand here. */
export type CredentialVault = {
  readonly setPassword: (user: UserId, hash: string) => TaskEither<VaultUnavailable, void>;
  readonly passwordOf: (user: UserId) => TaskEither<VaultUnavailable, string | undefined>;
  readonly startFamily: (
    session: SessionId,
    user: UserId,
    tokenHash: string,
    at: Instant,
  ) => TaskEither<VaultUnavailable, void>;
  /** One atomic step: of any number of racing calls with one token exactly one successor is ever made. */
  readonly rotate: (
    presentedHash: string,
    nextHash: string,
    at: Instant,
  ) => TaskEither<VaultUnavailable, Rotation & { readonly sessionId?: SessionId }>;
  /** The family a token belongs to, whether current or used; for logout. */
  readonly familyOf: (
    tokenHash: string,
  ) => TaskEither<VaultUnavailable, { readonly sessionId: SessionId; readonly userId: UserId } | undefined>;
  readonly endFamily: (session: SessionId) => TaskEither<VaultUnavailable, void>;
  /** Open families of a user, oldest first. */
  readonly familiesOf: (user: UserId) => TaskEither<VaultUnavailable, ReadonlyArray<SessionId>>;
  /** The one-time owner link. A new one replaces the old; taking is atomic and happens once. */
  readonly putOwnerLink: (secretHash: string, expiresAt: Instant) => TaskEither<VaultUnavailable, void>;
  readonly ownerLinkIs: (secretHash: string, at: Instant) => TaskEither<VaultUnavailable, boolean>;
  readonly takeOwnerLink: (secretHash: string, at: Instant) => TaskEither<VaultUnavailable, boolean>;
};
