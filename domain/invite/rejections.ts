import type {
  AttemptReused,
  ChannelUnknown,
  GuildLockedDown,
  GuildUnknown,
  ReasonInvalid,
} from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type InviteTermsInvalid = { readonly kind: 'InviteTermsInvalid'; readonly why: string };
/**
 * A refusal of a code that is unknown, expired, used up or revoked, or whose guild is gone. The caller cannot tell these apart.
 */
export type InviteUnknown = { readonly kind: 'InviteUnknown' };

/** A refusal of a user who was kicked after the invite was made. Only an invite made after the kick lets them in. */
export type InviteBeforeKick = { readonly kind: 'InviteBeforeKick' };

/** A refusal of a user who is banned. No invite lets them in, while the ban stands. */
export type BannedFromGuild = { readonly kind: 'BannedFromGuild' };

export type CreateInviteRejection =
  | GuildUnknown
  | GuildLockedDown
  | ChannelUnknown
  | MissingPermission
  | InviteTermsInvalid
  | AttemptReused;
export type AdmissionRejection = InviteUnknown | InviteBeforeKick | BannedFromGuild | GuildLockedDown;
export type RevokeInviteRejection = GuildUnknown | MissingPermission | InviteUnknown | ReasonInvalid | AttemptReused;
export type AcceptInviteRejection = AdmissionRejection | AttemptReused;
