import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { LRUCache } from 'lru-cache';
import { ClaimValidationError, PublicProtocol } from 'paseto';
import { VerifyFactory } from 'paseto/v4/public';
import { ACCESS_TOKEN_LIFETIME_MS } from '#commands/limits.ts';
import type { Clock } from '#commands/ports/clock.ts';
import { SessionId, UserId } from '#domain/kernel/ids.ts';
import { instantOf, millisOf } from '#domain/kernel/instant.ts';
import type { AccessGrant, TokenRefusal, TokenVerifier } from '#gateway/ports/token-verifier.ts';
import { ACCESS_TOKEN_BYTES_MAX } from '#gateway/protocol/limits.ts';
import { CLOCKS_APART_MAX_MS } from '#infra/keys/limits.ts';
import type { AccessTokenKeys } from './access-token-key.ts';
import { AUDIENCE, IMPLICIT_ASSERTION, ISSUER, PURPOSE } from './access-token-terms.ts';

/**
 * Verified tokens remembered. A signature check costs a quarter of a millisecond, and a client shows its token often.
 */
const REMEMBERED = 10_000;
const v4 = new PublicProtocol(VerifyFactory);

const Claims = t.type({
  purpose: t.literal(PURPOSE),
  sub: UserId,
  sid: SessionId,
  jti: t.string,
  iat: t.string,
  exp: t.string,
});

const INVALID: TokenRefusal = { kind: 'TokenInvalid' };
const EXPIRED: TokenRefusal = { kind: 'TokenExpired' };
const V4_PUBLIC = /^v4\.public\.[A-Za-z0-9_-]+$/;

export const createTokenVerifier = (deps: {
  readonly keys: Pick<AccessTokenKeys, 'public'>;
  readonly clock: Clock;
}): TokenVerifier => {
  const remembered = new LRUCache<string, AccessGrant>({ max: REMEMBERED });

  const verifyAnew = async (token: string): Promise<E.Either<TokenRefusal, AccessGrant>> => {
    try {
      const { claims } = await v4.Verify(deps.keys.public, token, {
        now: new Date(millisOf(deps.clock.now())),
        clockTolerance: CLOCKS_APART_MAX_MS / 1_000,
        issuer: ISSUER,
        audience: AUDIENCE,
        implicitAssertion: IMPLICIT_ASSERTION,
      });
      if (!Claims.is(claims)) return E.left(INVALID);
      // The token's own expiry alone would allow any lifetime that the token claims.
      const expiresMs = Math.min(Date.parse(claims.exp), Date.parse(claims.iat) + ACCESS_TOKEN_LIFETIME_MS);
      const grant = { userId: claims.sub, sessionId: claims.sid, expiresAt: instantOf(expiresMs) };
      // The library accepts a token until its expiry plus the tolerance. This check refuses it from its expiry on.
      if (deps.clock.now() >= grant.expiresAt) return E.left(EXPIRED);
      remembered.set(token, grant);
      return E.right(grant);
    } catch (error) {
      return E.left(error instanceof ClaimValidationError && error.claim === 'exp' ? EXPIRED : INVALID);
    }
  };

  return {
    verify: async (token) => {
      if (token.length > ACCESS_TOKEN_BYTES_MAX || !V4_PUBLIC.test(token)) return E.left(INVALID);
      const known = remembered.get(token);
      if (known === undefined) return verifyAnew(token);
      if (deps.clock.now() < known.expiresAt) return E.right(known);
      remembered.delete(token);
      return E.left(EXPIRED);
    },
  };
};
