import type { Either } from 'fp-ts/lib/Either.js';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** `TokenInvalid` is one word for forged, foreign, of another purpose and unreadable. */
export type TokenRefusal = { readonly kind: 'TokenInvalid' } | { readonly kind: 'TokenExpired' };
export type AccessGrant = { readonly userId: UserId; readonly sessionId: SessionId; readonly expiresAt: Instant };

export type TokenVerifier = { readonly verify: (token: string) => Promise<Either<TokenRefusal, AccessGrant>> };
