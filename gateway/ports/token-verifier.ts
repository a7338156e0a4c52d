import type { Either } from 'fp-ts/lib/Either.js';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Refusal of a token. A forged, foreign or unreadable token and one for another purpose are all `TokenInvalid`. */
export type TokenRefusal = { readonly kind: 'TokenInvalid' } | { readonly kind: 'TokenExpired' };
export type AccessGrant = { readonly userId: UserId; readonly sessionId: SessionId; readonly expiresAt: Instant };

export type TokenVerifier = { readonly verify: (token: string) => Promise<Either<TokenRefusal, AccessGrant>> };
