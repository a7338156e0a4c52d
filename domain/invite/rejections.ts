import type { AttemptReused, ChannelUnknown, GuildUnknown } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type InviteTermsInvalid = { readonly kind: 'InviteTermsInvalid'; readonly why: string };
/**
 * A refusal of a code that is unknown, expired, used up or revoked, or whose guild is gone. The caller cannot tell these apart.
 */
export type InviteUnknown = { readonly kind: 'InviteUnknown' };

/** A refusal of a user who was kicked after the invite was made. Only an invite made after the kick lets them in. */
export type InviteBeforeKick = { readonly kind: 'InviteBeforeKick' };

export type CreateInviteRejection =
  | GuildUnknown
  | ChannelUnknown
  | MissingPermission
  | InviteTermsInvalid
  | AttemptReused;
export type RevokeInviteRejection = GuildUnknown | MissingPermission | InviteUnknown | AttemptReused;
export type AcceptInviteRejection = InviteUnknown | InviteBeforeKick | AttemptReused;
