/**
 * Whether a session goes on, as far as the log goes; and while that cannot be asked, as far as the read model goes,
 * which holds all that the log told before. So people read on while the log is away. Nobody can end a session
 * meanwhile, since that is a command, and commands ask the log themselves.
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
