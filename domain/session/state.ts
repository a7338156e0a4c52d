import { aggregate } from '#domain/kernel/decider.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { SessionEvent } from '#domain/session/events.ts';

export type SessionState =
  | { readonly kind: 'Absent' }
  | {
      readonly kind: 'Live' | 'Revoked';
      readonly sessionId: SessionId;
      readonly userId: UserId;
      /** Number of rotations of the refresh token so far. */
      readonly generation: number;
    };

export const sessionAggregate = aggregate<SessionState, SessionEvent>(
  { kind: 'Absent' },
  {
    'session.started': (_, { sessionId, userId }) => ({ kind: 'Live', sessionId, userId, generation: 0 }),
    'session.refreshed': (state, { generation }) => (state.kind === 'Absent' ? state : { ...state, generation }),
    'session.revoked': (state) => (state.kind === 'Absent' ? state : { ...state, kind: 'Revoked' }),
  },
);
