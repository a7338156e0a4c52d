import { isErased } from '#domain/kernel/erasable.ts';
import type { SessionId } from '#domain/kernel/ids.ts';
import type * as session from '#domain/session/rejections.ts';
import { notFound } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import type { Session } from '#gateway/protocol/resources.ts';
import type { SessionView } from '#queries/queries.ts';

export const presentSession =
  (current: SessionId) =>
  (view: SessionView): Session => ({
    session_id: view.sessionId,
    device: isErased(view.device) ? null : view.device,
    created_at: view.createdAt,
    refreshed_at: view.refreshedAt,
    current: view.sessionId === current,
  });

export const loginRefusals: Refusals<session.LoginRejection> = {
  CredentialsWrong: explained('credentials_wrong', 'Check the username and the password.'),
};

const refreshTokenInvalid = explained('refresh_token_invalid', 'Log in again.');
export const refreshRefusals: Refusals<session.RefreshRejection> = {
  RefreshTokenInvalid: refreshTokenInvalid,
  RefreshTokenReplayed: refreshTokenInvalid,
  SessionExpired: explained('session_expired', 'Log in again.'),
  RefreshSuperseded: explained('refresh_superseded', 'Use the tokens from the answer to the other refresh.'),
};

export const revokeSessionRefusals: Refusals<session.RevokeSessionRejection> = { SessionUnknown: notFound };
