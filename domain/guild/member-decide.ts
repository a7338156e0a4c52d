import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { JoinGuild, KickMember, LeaveGuild } from '#domain/guild/commands.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import type { MemberUnknown, OutranksActor, OwnerCannotLeave } from '#domain/guild/rejections.ts';
import { may } from '#domain/permission/authority.ts';
import { OWNER_RANK, outranks } from '#domain/permission/hierarchy.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<MemberEvent>>;

/** The owner is a member without a join. An import lets in strangers, but no user who left or was kicked. */
export const decideJoinGuild = (
  { guildId, userId, ownerId, via, at }: JoinGuild,
  { membership }: MemberState,
): Decision<never> => {
  if (userId === ownerId || membership === 'member') return right([]);
  if (via.kind === 'import' && membership !== 'stranger') return right([]);
  return right([{ type: 'guild.member-joined', data: { guildId, userId, via, joinedAt: at } }]);
};

export const decideLeaveGuild = (
  { guildId, userId, ownerId }: LeaveGuild,
  { membership }: MemberState,
): Decision<OwnerCannotLeave> => {
  if (userId === ownerId) return left({ kind: 'OwnerCannotLeave' });
  return right(membership === 'member' ? [{ type: 'guild.member-left', data: { guildId, userId } }] : []);
};

/** Refuses a user who is no member, also after a kick. Another kick would change nothing and lose its reason. */
export const decideKickMember = (
  { guildId, userId, targetRank, reason, authority }: KickMember,
  { membership }: MemberState,
): Decision<MissingPermission | MemberUnknown | OutranksActor> => {
  if (!may(authority, 'kick_members')) return left({ kind: 'MissingPermission', permission: 'kick_members' });
  if (targetRank === OWNER_RANK) return left({ kind: 'OutranksActor' });
  if (membership !== 'member') return left({ kind: 'MemberUnknown' });
  if (!outranks(authority.rank, targetRank)) return left({ kind: 'OutranksActor' });
  return right([{ type: 'guild.member-kicked', data: { guildId, userId, by: authority.actor, reason } }]);
};
