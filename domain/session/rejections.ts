import type { SessionId, UserId } from '#domain/kernel/ids.ts';

/**
 * A refusal of an unknown username, a wrong password, or an account without a login. The caller cannot tell these
 * apart.
 */
export type CredentialsWrong = { readonly kind: 'CredentialsWrong' };
export type RefreshTokenInvalid = { readonly kind: 'RefreshTokenInvalid' };
/** A refusal because the session was idle too long or reached its end. No one ended it. */
export type SessionExpired = { readonly kind: 'SessionExpired' };
/** A refusal of a used token, which a thief may have. Its session has ended. The client hears that it is invalid. */
export type RefreshTokenReplayed = {
  readonly kind: 'RefreshTokenReplayed';
  readonly userId: UserId;
  readonly sessionId: SessionId;
};
/** A refusal because another tab refreshed with the same token a moment ago. The client uses the token of that tab. */
export type RefreshSuperseded = { readonly kind: 'RefreshSuperseded' };
export type SessionUnknown = { readonly kind: 'SessionUnknown' };

export type LoginRejection = CredentialsWrong;
export type RefreshRejection = RefreshTokenInvalid | RefreshTokenReplayed | SessionExpired | RefreshSuperseded;
export type RevokeSessionRejection = SessionUnknown;
