import type { AttemptReused, GuildUnknown, TooManyGuilds } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type GuildNameInvalid = { readonly kind: 'GuildNameInvalid'; readonly why: string };
/** A refusal because a guild without its owner would have no owner at all. The owner deletes the guild instead. */
export type OwnerCannotLeave = { readonly kind: 'OwnerCannotLeave' };
export type MemberUnknown = { readonly kind: 'MemberUnknown' };
/** A refusal because the target's rank is not lower than the actor's. So no member acts on themselves. */
export type OutranksActor = { readonly kind: 'OutranksActor' };

/** A refusal because only the owner may do this. No permission gives it. */
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
