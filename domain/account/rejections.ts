export type UsernameInvalid = { readonly kind: 'UsernameInvalid'; readonly why: string };
export type PasswordInvalid = { readonly kind: 'PasswordInvalid'; readonly why: string };
export type RegistrationClosed = { readonly kind: 'RegistrationClosed' };
export type InviteNeeded = { readonly kind: 'InviteNeeded' };
export type InviteUnusable = { readonly kind: 'InviteUnusable' };
export type OwnerLinkUnusable = { readonly kind: 'OwnerLinkUnusable' };
export type UsernameTaken = { readonly kind: 'UsernameTaken' };

export type RegisterRejection = UsernameInvalid | PasswordInvalid | RegistrationClosed | InviteNeeded | InviteUnusable;
/**
 * The holder of the owner link learns that a username is taken. Only one person holds that link, so no stranger does.
 */
export type ClaimOwnershipRejection = UsernameInvalid | PasswordInvalid | OwnerLinkUnusable | UsernameTaken;
