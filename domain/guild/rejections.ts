import type { AttemptReused, GuildUnknown, ReasonInvalid, TooManyGuilds } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type GuildNameInvalid = { readonly kind: 'GuildNameInvalid'; readonly why: string };
/** A refusal because a guild without its owner would have no owner at all. The owner deletes the guild instead. */
export type OwnerCannotLeave = { readonly kind: 'OwnerCannotLeave' };
export type MemberUnknown = { readonly kind: 'MemberUnknown' };
/** A refusal because the target's rank is not lower than the actor's. So no member acts on themselves. */
export type OutranksActor = { readonly kind: 'OutranksActor' };

/** A refusal because only the owner may do this. No permission gives it. */
export type NotTheOwner = { readonly kind: 'NotTheOwner' };
/** A refusal because the password is not that of the actor. It guards an act that cannot be taken back. */
export type PasswordWrong = { readonly kind: 'PasswordWrong' };
export type NicknameInvalid = { readonly kind: 'NicknameInvalid'; readonly why: string };
export type TimeOutInvalid = { readonly kind: 'TimeOutInvalid'; readonly why: string };
export type LockdownInvalid = { readonly kind: 'LockdownInvalid'; readonly why: string };

/** A refusal of a role that never was, or that is deleted. */
export type RoleUnknown = { readonly kind: 'RoleUnknown' };
export type RoleNameInvalid = { readonly kind: 'RoleNameInvalid'; readonly why: string };
export type RoleColorInvalid = { readonly kind: 'RoleColorInvalid'; readonly why: string };
/** A refusal because the role's rank is not lower than the actor's. */
export type RoleOutranksActor = { readonly kind: 'RoleOutranksActor' };
/** A refusal because only the permissions of the everyone-role change. All members have it, and it has no place. */
export type EveryoneRoleFixed = { readonly kind: 'EveryoneRoleFixed' };
/** A refusal of an order that does not name each role once. The roles may have changed since the client read them. */
export type RoleOrderInvalid = { readonly kind: 'RoleOrderInvalid' };
/** A refusal because the guild has `max` roles already, with the everyone-role. Deleted roles do not count. */
export type TooManyRoles = { readonly kind: 'TooManyRoles'; readonly max: number };
/** A refusal to lift a ban from a user who is not banned. */
export type BanUnknown = { readonly kind: 'BanUnknown' };

export type CreateGuildRejection = GuildNameInvalid | TooManyGuilds | AttemptReused;
export type ChangeGuildRejection = GuildUnknown | GuildNameInvalid | MissingPermission | AttemptReused;
export type DeleteGuildRejection = GuildUnknown | NotTheOwner | ReasonInvalid | AttemptReused;
export type LeaveGuildRejection = GuildUnknown | OwnerCannotLeave | AttemptReused;

/** Rejections of every act on a member by another one. */
type ActOnMemberRejection = GuildUnknown | MissingPermission | MemberUnknown | OutranksActor | AttemptReused;
export type KickMemberRejection = ActOnMemberRejection | ReasonInvalid;
export type BanMemberRejection = ActOnMemberRejection | ReasonInvalid;
export type UnbanMemberRejection = GuildUnknown | MissingPermission | BanUnknown | AttemptReused;
export type TimeOutMemberRejection = ActOnMemberRejection | ReasonInvalid | TimeOutInvalid;
export type ChangeNicknameRejection = ActOnMemberRejection | NicknameInvalid;
export type GiveRoleRejection = ActOnMemberRejection | RoleUnknown | RoleOutranksActor | EveryoneRoleFixed;
export type TakeRoleRejection = GiveRoleRejection;

type ManageRolesRejection = GuildUnknown | MissingPermission | RoleOutranksActor | AttemptReused;
export type CreateRoleRejection = ManageRolesRejection | RoleNameInvalid | RoleColorInvalid | TooManyRoles;
export type ChangeRoleRejection =
  | ManageRolesRejection
  | RoleNameInvalid
  | RoleColorInvalid
  | RoleUnknown
  | EveryoneRoleFixed;
export type DeleteRoleRejection = ManageRolesRejection | RoleUnknown | EveryoneRoleFixed | ReasonInvalid;
export type OrderRolesRejection = ManageRolesRejection | RoleOrderInvalid;

export type ChangeOwnerRejection =
  | GuildUnknown
  | NotTheOwner
  | PasswordWrong
  | MemberUnknown
  | TooManyGuilds
  | AttemptReused;
export type BeginLockdownRejection = GuildUnknown | MissingPermission | LockdownInvalid | ReasonInvalid | AttemptReused;
export type EndLockdownRejection = GuildUnknown | MissingPermission | AttemptReused;
