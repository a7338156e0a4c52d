/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import { SessionId, UserId } from '#domain/kernel/ids.ts';

export type SessionStarted = {
  readonly type: 'session.started';
  readonly data: { readonly sessionId: SessionId; readonly userId: UserId; readonly device: Erasable<string> };
};
/** `device` is the name that the client gives itself, cut short. It is personal, so it is sealed under the user. */
export const SessionStartedData = t.strict({ sessionId: SessionId, userId: UserId, device: erasable(t.string) });

export type SessionRefreshed = {
  readonly type: 'session.refreshed';
  readonly data: { readonly sessionId: SessionId; readonly userId: UserId; readonly generation: number };
};
/** `generation` counts the rotations of the refresh token from 1. The hash of the token is in the vault. */
export const SessionRefreshedData = t.strict({ sessionId: SessionId, userId: UserId, generation: t.Integer });

export type SessionRevocation = 'logged-out' | 'revoked-by-user' | 'refresh-token-replayed' | 'too-many-sessions';
export type SessionRevoked = {
  readonly type: 'session.revoked';
  readonly data: { readonly sessionId: SessionId; readonly userId: UserId; readonly cause: SessionRevocation };
};
export const SessionRevokedData = t.strict({
  sessionId: SessionId,
  userId: UserId,
  cause: t.keyof({
    'logged-out': null,
    'revoked-by-user': null,
    'refresh-token-replayed': null,
    'too-many-sessions': null,
  }),
});

export type SessionEvent = SessionStarted | SessionRefreshed | SessionRevoked;
