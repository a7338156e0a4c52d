import type { AttemptReused, GuildUnknown, TooManyGuilds } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type GuildNameInvalid = { readonly kind: 'GuildNameInvalid'; readonly why: string };
/** The owner hands the guild over or deletes it; leaving would orphan it. */
export type OwnerCannotLeave = { readonly kind: 'OwnerCannotLeave' };
export type MemberUnknown = { readonly kind: 'MemberUnknown' };
/** Nobody acts on a rank at or above their own, and nobody on themselves. */
export type OutranksActor = { readonly kind: 'OutranksActor' };

/** Some things no permission gives: they are the owner's alone. */
export type NotTheOwner = { readonly kind: 'NotTheOwner' };
export type ReasonInvalid = { readonly kind: 'ReasonInvalid'; readonly why: string };

export type CreateGuildRejection = GuildNameInvalid | TooManyGuilds | AttemptReused;
export type ChangeGuildRejection = GuildUnknown | GuildNameInvalid | MissingPermission | AttemptReused;
export type DeleteGuildRejection = GuildUnknown | NotTheOwner | AttemptReused;
export type LeaveGuildRejection = GuildUnknown | OwnerCannotLeave | AttemptReused;
export type KickMemberRejection =
  | GuildUnknown
  | MissingPermission
  | MemberUnknown
  | OutranksActor
  | ReasonInvalid
  | AttemptReused;
