import type { GuildLockedDown } from '#domain/kernel/rejection.ts';

export type UsernameInvalid = { readonly kind: 'UsernameInvalid'; readonly why: string };
/** A refusal of a name that belongs to the system. The list is no secret, so the refusal tells nobody who is here. */
export type UsernameReserved = { readonly kind: 'UsernameReserved' };
export type PasswordInvalid = { readonly kind: 'PasswordInvalid'; readonly why: string };
export type RegistrationClosed = { readonly kind: 'RegistrationClosed' };
export type InviteNeeded = { readonly kind: 'InviteNeeded' };
export type InviteUnusable = { readonly kind: 'InviteUnusable' };
export type OwnerLinkUnusable = { readonly kind: 'OwnerLinkUnusable' };
export type UsernameTaken = { readonly kind: 'UsernameTaken' };

export type RegisterRejection =
  | UsernameInvalid
  | UsernameReserved
  | PasswordInvalid
  | RegistrationClosed
  | InviteNeeded
  | InviteUnusable
  | GuildLockedDown;
/**
 * The holder of the owner link learns that a username is taken. Only one person holds that link, so no stranger does.
 */
export type ClaimOwnershipRejection =
  | UsernameInvalid
  | UsernameReserved
  | PasswordInvalid
  | OwnerLinkUnusable
  | UsernameTaken;
