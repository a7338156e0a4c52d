import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type {
  BanMember,
  ChangeNickname,
  GiveRole,
  JoinGuild,
  KickMember,
  LeaveGuild,
  TakeRole,
  TimeOutMember,
  UnbanMember,
} from '#domain/guild/commands.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { isMember, type MemberState } from '#domain/guild/member-state.ts';
import type {
  BanUnknown,
  EveryoneRoleFixed,
  MemberUnknown,
  OutranksActor,
  OwnerCannotLeave,
  RoleOutranksActor,
  RoleUnknown,
  TimeOutInvalid,
} from '#domain/guild/rejections.ts';
import type { GuildRole } from '#domain/guild/state.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import { TIME_OUT_MAX_MS } from '#domain/kernel/limits.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { type Authority, isOwner, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { firstLacking, outranks, rankOf } from '#domain/permission/hierarchy.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';

type Decision<R> = Either<R, ReadonlyArray<MemberEvent>>;
type Acting = Pick<KickMember, 'guild' | 'userId' | 'authority'>;

const MEMBER_UNKNOWN: Either<MemberUnknown, never> = left({ kind: 'MemberUnknown' });
const OUTRANKS: Either<OutranksActor, never> = left({ kind: 'OutranksActor' });
const missing = (permission: Permission): Either<MissingPermission, never> =>
  left({ kind: 'MissingPermission', permission });

/**
 * A member joins no second time, and a banned user does not join. An import lets in strangers, but no user who left or
 * was removed.
 */
export const decideJoinGuild = ({ guild, userId, via, at }: JoinGuild, state: MemberState): Decision<never> => {
  if (isMember(guild, state, userId) || state.membership === 'banned') return right([]);
  if (via.kind === 'import' && state.membership !== 'stranger') return right([]);
  const { guildId } = guild;
  return right([{ type: 'guild.member-joined', data: { guildId, userId, via, joinedAt: at } }]);
};

export const decideLeaveGuild = ({ guild, userId }: LeaveGuild, state: MemberState): Decision<OwnerCannotLeave> => {
  if (userId === guild.ownerId) return left({ kind: 'OwnerCannotLeave' });
  const { guildId } = guild;
  return right(isMember(guild, state, userId) ? [{ type: 'guild.member-left', data: { guildId, userId } }] : []);
};

/** Checks the rank of a member, whose roles stand in the state. So the rank is exact at the append. */
const outranked = ({ guild, userId, authority }: Acting, { roleIds }: MemberState): boolean =>
  outranks(authority.rank, rankOf(guild, { userId, roleIds }));

/** Checks an act on another member: first the permission, then that the target is a member, and then the ranks. */
const checked = (
  acting: Acting,
  permission: Permission,
  state: MemberState,
): Either<MissingPermission | MemberUnknown | OutranksActor, true> => {
  const { guild, userId, authority } = acting;
  if (!may(authority, permission)) return missing(permission);
  if (!isMember(guild, state, userId)) return MEMBER_UNKNOWN;
  return outranked(acting, state) ? right(true) : OUTRANKS;
};

/** Refuses a user who is no member, also after a kick. Another kick would change nothing and lose its reason. */
export const decideKickMember = (
  command: KickMember,
  state: MemberState,
): Decision<MissingPermission | MemberUnknown | OutranksActor> => {
  const check = checked(command, 'kick_members', state);
  if (isLeft(check)) return check;
  const { guild, userId, reason, authority } = command;
  return right([
    { type: 'guild.member-kicked', data: { guildId: guild.guildId, userId, by: authority.actor, reason } },
  ]);
};

/** Bars a member of a lower rank, or any user who is no member. A stranger has no rank. */
export const decideBanMember = (
  command: BanMember,
  state: MemberState,
): Decision<MissingPermission | MemberUnknown | OutranksActor> => {
  const { guild, userId, exists, reason, authority } = command;
  if (!may(authority, 'ban_members')) return missing('ban_members');
  const isHere = isMember(guild, state, userId);
  if (isHere && !outranked(command, state)) return OUTRANKS;
  if (state.membership === 'banned') return right([]);
  if (!isHere && !exists) return MEMBER_UNKNOWN;
  const data = { guildId: guild.guildId, userId, wasMember: isHere, reason };
  return right([{ type: 'guild.member-banned', data }]);
};

export const decideUnbanMember = (
  { guild, userId, authority }: UnbanMember,
  { membership }: MemberState,
): Decision<MissingPermission | BanUnknown> => {
  if (!may(authority, 'ban_members')) return missing('ban_members');
  if (membership !== 'banned') return left({ kind: 'BanUnknown' });
  return right([{ type: 'guild.member-unbanned', data: { guildId: guild.guildId, userId } }]);
};

const timeOutProblem = ({ until, at }: TimeOutMember): string | undefined => {
  if (until === null) return undefined;
  const lasts = millisOf(until) - millisOf(at);
  if (lasts <= 0) return 'a time-out ends in the future';
  return lasts > TIME_OUT_MAX_MS ? `a time-out lasts at most ${TIME_OUT_MAX_MS / DAY_MS} days` : undefined;
};

/** Begins, moves or ends a time-out. A time-out that is over by the clock is not ended again. */
export const decideTimeOutMember = (
  command: TimeOutMember,
  state: MemberState,
): Decision<MissingPermission | MemberUnknown | OutranksActor | TimeOutInvalid> => {
  const check = checked(command, 'moderate_members', state);
  if (isLeft(check)) return check;
  const problem = timeOutProblem(command);
  if (problem !== undefined) return left({ kind: 'TimeOutInvalid', why: problem });
  const { guild, userId, until, reason, at } = command;
  const { guildId } = guild;
  const { timedOutUntil } = state;
  if (until !== null)
    return right(
      until === timedOutUntil ? [] : [{ type: 'guild.member-timed-out', data: { guildId, userId, until, reason } }],
    );
  const isOver = timedOutUntil === null || millisOf(timedOutUntil) <= millisOf(at);
  return right(isOver ? [] : [{ type: 'guild.member-time-out-ended', data: { guildId, userId } }]);
};

/** A manager of nicknames names members of a lower rank. Every member with `change_nickname` names themselves. */
const mayName = (
  acting: Acting,
  state: MemberState,
): Either<MissingPermission | MemberUnknown | OutranksActor, true> => {
  const { userId, authority } = acting;
  if (userId !== authority.actor) return checked(acting, 'manage_nicknames', state);
  return may(authority, 'change_nickname') || may(authority, 'manage_nicknames')
    ? right(true)
    : missing('change_nickname');
};

export const decideChangeNickname = (
  command: ChangeNickname,
  state: MemberState,
): Decision<MissingPermission | MemberUnknown | OutranksActor> => {
  const check = mayName(command, state);
  if (isLeft(check)) return check;
  const { guild, userId, nickname } = command;
  if (state.nickname === nickname) return right([]);
  return right([{ type: 'guild.member-nickname-changed', data: { guildId: guild.guildId, userId, nickname } }]);
};

type HandingRejection =
  | MissingPermission
  | MemberUnknown
  | OutranksActor
  | RoleUnknown
  | RoleOutranksActor
  | EveryoneRoleFixed;

const isOwnerThemselves = (authority: Authority, userId: UserId): boolean =>
  isOwner(authority) && authority.actor === userId;

/**
 * Finds a role that the actor may give to the member or take from them. Both are of a lower rank than the actor. The
 * owner may hand roles to themselves too, because no role changes what an owner may do.
 */
const handedRole = (command: GiveRole, state: MemberState): Either<HandingRejection, GuildRole> => {
  const { guild, userId, roleId, authority } = command;
  if (!isOwnerThemselves(authority, userId)) {
    const check = checked(command, 'manage_roles', state);
    if (isLeft(check)) return check;
  }
  if (roleId === everyoneRoleId(guild.guildId)) return left({ kind: 'EveryoneRoleFixed' });
  const role = guild.roles.get(roleId);
  if (role === undefined) return left({ kind: 'RoleUnknown' });
  return outranks(authority.rank, role.rank) ? right(role) : left({ kind: 'RoleOutranksActor' });
};

/** Needs every permission of the role, because its new holder gains them by this act. */
export const decideGiveRole = (command: GiveRole, state: MemberState): Decision<HandingRejection> => {
  const role = handedRole(command, state);
  if (isLeft(role)) return role;
  const { guild, userId, roleId, authority } = command;
  const permission = firstLacking(authority.permissions, role.right.permissions);
  if (permission !== undefined) return missing(permission);
  if (state.roleIds.has(roleId)) return right([]);
  return right([{ type: 'guild.member-role-given', data: { guildId: guild.guildId, userId, roleId } }]);
};

export const decideTakeRole = (command: TakeRole, state: MemberState): Decision<HandingRejection> => {
  const role = handedRole(command, state);
  if (isLeft(role)) return role;
  const { guild, userId, roleId } = command;
  if (!state.roleIds.has(roleId)) return right([]);
  return right([{ type: 'guild.member-role-taken', data: { guildId: guild.guildId, userId, roleId } }]);
};
