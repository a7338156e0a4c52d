import { isLeft } from 'fp-ts/lib/Either.js';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import { ACCESS_TOKEN_BYTES_MAX } from '#gateway/protocol/limits.ts';
import type { Viewer } from '#queries/queries.ts';

const SCHEME = 'bearer ';

/**
 * Finds the viewer of an Authorization header. It answers undefined for every fault, because the client gets one answer
 * for all. The size is checked before the cryptography, and the session after it.
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
