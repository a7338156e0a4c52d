import type { AttemptReused, ChannelUnknown, GuildUnknown } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type InviteTermsInvalid = { readonly kind: 'InviteTermsInvalid'; readonly why: string };
/**
 * A refusal of a code that is unknown, expired or used up, or whose guild is gone. The caller cannot tell these apart.
 */
export type InviteUnknown = { readonly kind: 'InviteUnknown' };

export type CreateInviteRejection =
  | GuildUnknown
  | ChannelUnknown
  | MissingPermission
  | InviteTermsInvalid
  | AttemptReused;
export type AcceptInviteRejection = InviteUnknown | AttemptReused;
