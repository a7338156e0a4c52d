import type { AttemptReused, ChannelUnknown, GuildUnknown } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type InviteTermsInvalid = { readonly kind: 'InviteTermsInvalid'; readonly why: string };
/** One word for a code that is unknown, expired, used up, or of a guild that is gone. */
export type InviteUnknown = { readonly kind: 'InviteUnknown' };

export type CreateInviteRejection =
  | GuildUnknown
  | ChannelUnknown
  | MissingPermission
  | InviteTermsInvalid
  | AttemptReused;
export type AcceptInviteRejection = InviteUnknown | AttemptReused;
