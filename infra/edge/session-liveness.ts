/**
 * Tells whether a session is live. It asks the log, and the read model while the log is away, so that users can still
 * read then. Without the log this process ends no session. Another process that reaches the log may end one, and the
 * read model shows that a moment later.
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import type { WriteSide } from '#commands/compose.ts';
import { LogAway, type SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { Queries } from '#queries/queries.ts';

export const sessionLiveness = (deps: {
  readonly inLog: WriteSide['sessionIsLive'];
  readonly listed: Queries['sessions'];
}): SessionLiveness => ({
  isLive: async (sessionId, userId) => {
    const live = await deps.inLog(sessionId, userId)();
    if (isRight(live)) return live.right;
    const known = await deps.listed({ viewer: { userId, sessionId }, atLeast: undefined })();
    if (isLeft(known)) throw new LogAway(live.left.why);
    return known.right.value.some((session) => session.sessionId === sessionId);
  },
});
