import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { RefreshSession, RevokeSession, StartSession } from '#domain/session/commands.ts';
import type { SessionEvent } from '#domain/session/events.ts';
import type { RefreshTokenInvalid, SessionUnknown } from '#domain/session/rejections.ts';
import type { SessionState } from '#domain/session/state.ts';

export const decideStartSession = (
  { sessionId, userId, device }: StartSession,
  state: SessionState,
): Either<never, ReadonlyArray<SessionEvent>> =>
  right(state.kind === 'Absent' ? [{ type: 'session.started', data: { sessionId, userId, device } }] : []);

export const decideRefreshSession = (
  { generation }: RefreshSession,
  state: SessionState,
): Either<RefreshTokenInvalid, ReadonlyArray<SessionEvent>> => {
  if (state.kind !== 'Live') return left({ kind: 'RefreshTokenInvalid' });
  if (state.generation >= generation) return right([]);
  const { sessionId, userId } = state;
  return right([{ type: 'session.refreshed', data: { sessionId, userId, generation } }]);
};

/** Revokes a session of the user. A session of another user is as unknown as a session that never was. */
export const decideRevokeSession = (
  { userId, cause }: RevokeSession,
  state: SessionState,
): Either<SessionUnknown, ReadonlyArray<SessionEvent>> => {
  if (state.kind === 'Absent' || state.userId !== userId) return left({ kind: 'SessionUnknown' });
  if (state.kind === 'Revoked') return right([]);
  return right([{ type: 'session.revoked', data: { sessionId: state.sessionId, userId, cause } }]);
};
