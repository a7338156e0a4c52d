import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { VaultUnavailable } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Rotation: the result of a refresh with one token. Hashes are hashes of the token's 256 bits. */
export type Rotation =
  /** The token was exchanged, now or by an earlier try whose successor was not used yet. */
  | { readonly kind: 'Rotated'; readonly userId: UserId; readonly generation: number }
  /** Another refresh with the token came first, by at most `REFRESH_RACE_GRACE_MS`. The client uses its successor. */
  | { readonly kind: 'Superseded' }
  /** A used token came back, so a thief may have it. The caller revokes its session. */
  | { readonly kind: 'Replayed'; readonly sessionId: SessionId; readonly userId: UserId }
  | { readonly kind: 'Unknown' }
  | { readonly kind: 'Expired' };

/** The vault keeps credentials outside the log, and is backed up apart from it. It holds hashes only. */
export type CredentialVault = {
  readonly setPassword: (user: UserId, hash: string) => TaskEither<VaultUnavailable, void>;
  /** Replaces a hash of the same password, unless the password was changed meanwhile. */
  readonly replacePasswordHash: (user: UserId, before: string, after: string) => TaskEither<VaultUnavailable, void>;
  readonly passwordOf: (user: UserId) => TaskEither<VaultUnavailable, string | undefined>;
  readonly startFamily: (
    session: SessionId,
    user: UserId,
    tokenHash: string,
    at: Instant,
  ) => TaskEither<VaultUnavailable, void>;
  /** Exchanges a token in one atomic step. Any number of calls at once with one token make one successor. */
  readonly rotate: (
    presentedHash: string,
    nextHash: string,
    at: Instant,
  ) => TaskEither<VaultUnavailable, Rotation & { readonly sessionId?: SessionId }>;
  /** The family of a token, current or used. */
  readonly familyOf: (
    tokenHash: string,
  ) => TaskEither<VaultUnavailable, { readonly sessionId: SessionId; readonly userId: UserId } | undefined>;
  readonly endFamily: (session: SessionId) => TaskEither<VaultUnavailable, void>;
  /** Open families of a user, oldest first. */
  readonly familiesOf: (user: UserId) => TaskEither<VaultUnavailable, ReadonlyArray<SessionId>>;
  /** Stores the one-time owner link in place of an older one. */
  readonly putOwnerLink: (secretHash: string, expiresAt: Instant) => TaskEither<VaultUnavailable, void>;
  readonly ownerLinkIs: (secretHash: string, at: Instant) => TaskEither<VaultUnavailable, boolean>;
  /** Takes the owner link in one atomic step. True for the one call that took it. */
  readonly takeOwnerLink: (secretHash: string, at: Instant) => TaskEither<VaultUnavailable, boolean>;
};
