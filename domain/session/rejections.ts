/** One word for an unknown name, a wrong password and an account nobody can log in to. */
export type CredentialsWrong = { readonly kind: 'CredentialsWrong' };
export type RefreshTokenInvalid = { readonly kind: 'RefreshTokenInvalid' };
/** Another tab refreshed with the same token a moment ago; use what it got. */
export type RefreshSuperseded = { readonly kind: 'RefreshSuperseded' };
export type SessionUnknown = { readonly kind: 'SessionUnknown' };

export type LoginRejection = CredentialsWrong;
export type RefreshRejection = RefreshTokenInvalid | RefreshSuperseded;
export type RevokeSessionRejection = SessionUnknown;
