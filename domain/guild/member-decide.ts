import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { JoinGuild, KickMember, LeaveGuild } from '#domain/guild/commands.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import type { MemberUnknown, OutranksActor, OwnerCannotLeave } from '#domain/guild/rejections.ts';
import { may } from '#domain/permission/authority.ts';
import { OWNER_RANK, outranks } from '#domain/permission/hierarchy.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<MemberEvent>>;

/** The owner is in by owning. An import brings in whoever was never here, and nobody back who has gone. */
export const decideJoinGuild = (
  { guildId, userId, ownerId, via }: JoinGuild,
  { standing }: MemberState,
): Decision<never> => {
  if (userId === ownerId || standing === 'member') return right([]);
  if (via.kind === 'import' && standing !== 'stranger') return right([]);
  return right([{ type: 'guild.member-joined', data: { guildId, userId, via } }]);
};

export const decideLeaveGuild = (
  { guildId, userId, ownerId }: LeaveGuild,
  { standing }: MemberState,
): Decision<OwnerCannotLeave> => {
  if (userId === ownerId) return left({ kind: 'OwnerCannotLeave' });
  return right(standing === 'member' ? [{ type: 'guild.member-left', data: { guildId, userId } }] : []);
};

/** A user who is no member is unknown, also after a kick: another kick would change nothing, and its reason be lost. */
export const decideKickMember = (
  { guildId, userId, targetRank, reason, authority }: KickMember,
  { standing }: MemberState,
): Decision<MissingPermission | MemberUnknown | OutranksActor> => {
  if (!may(authority, 'kick_members')) return left({ kind: 'MissingPermission', permission: 'kick_members' });
  if (targetRank === OWNER_RANK) return left({ kind: 'OutranksActor' });
  if (standing !== 'member') return left({ kind: 'MemberUnknown' });
  if (!outranks(authority.rank, targetRank)) return left({ kind: 'OutranksActor' });
  return right([{ type: 'guild.member-kicked', data: { guildId, userId, by: authority.actor, reason } }]);
};
