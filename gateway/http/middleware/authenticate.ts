import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import { ACCESS_TOKEN_BYTES_MAX } from '#gateway/protocol/limits.ts';
import type { Viewer } from '#queries/queries.ts';

const SCHEME = 'bearer ';

/** Fault of an Authorization header, for the security log. The client gets one answer for all. */
export type TokenFault = 'missing' | 'malformed' | 'invalid' | 'expired' | 'session_over';

/** Finds the viewer of an Authorization header. The size is checked before the cryptography, the session after it. */
export const authenticate =
  (deps: { readonly tokens: TokenVerifier; readonly sessions: SessionLiveness }) =>
  async (authorization: string | undefined): Promise<Either<TokenFault, Viewer>> => {
    if (authorization === undefined) return left('missing');
    if (authorization.length > SCHEME.length + ACCESS_TOKEN_BYTES_MAX) return left('malformed');
    if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return left('malformed');
    const verified = await deps.tokens.verify(authorization.slice(SCHEME.length).trim());
    if (isLeft(verified)) return left(verified.left.kind === 'TokenExpired' ? 'expired' : 'invalid');
    const { userId, sessionId } = verified.right;
    return (await deps.sessions.isLive(sessionId, userId)) ? right({ userId, sessionId }) : left('session_over');
  };
