import { isLeft } from 'fp-ts/lib/Either.js';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import { ACCESS_TOKEN_BYTES_MAX } from '#gateway/protocol/limits.ts';
import type { Viewer } from '#queries/queries.ts';

const SCHEME = 'bearer ';

/**
 * Who asks, by the Authorization header; undefined for whatever is wrong with it, since the answer is the same.
 * Size is checked before any cryptography, and the session after it: a token that was revoked is no token.
 */
export const authenticate =
  (deps: { readonly tokens: TokenVerifier; readonly sessions: SessionLiveness }) =>
  async (authorization: string | undefined): Promise<Viewer | undefined> => {
    if (authorization === undefined) return undefined;
    if (authorization.length > SCHEME.length + ACCESS_TOKEN_BYTES_MAX) return undefined;
    if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined;
    const verified = await deps.tokens.verify(authorization.slice(SCHEME.length).trim());
    if (isLeft(verified)) return undefined;
    const { userId, sessionId } = verified.right;
    return (await deps.sessions.isLive(sessionId, userId)) ? { userId, sessionId } : undefined;
  };
