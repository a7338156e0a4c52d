import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { MemberEvent } from '#domain/guild/events.ts';
import { isMember, type MemberState } from '#domain/guild/member-state.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { textOfReason } from '#domain/kernel/reason.ts';
import type { StateFacet, UndoneKind, UndoObstacle, UndoRule, UndoRules } from '#domain/kernel/undo.ts';
import { type Authority, isOwner, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { outranks, rankOf } from '#domain/permission/hierarchy.ts';
import { minus, namesIn } from '#domain/permission/permission-set.ts';

/** Circumstances of an undo. `isOwnAct` is true when the actor takes back what they did themselves. */
export type MemberUndo = {
  readonly authority: Authority;
  readonly guild: PresentGuild;
  readonly userId: UserId;
  readonly at: Instant;
  readonly isOwnAct: boolean;
  /** The beginning of the membership that the act changed. */
  readonly joinedAt: Instant;
};

type Facet = StateFacet<MemberState, MemberEvent>;
type Undone = Either<UndoObstacle, ReadonlyArray<MemberEvent>>;
type Fact = { readonly userId: UserId };

const OUTRANKED: Either<UndoObstacle, never> = left({ kind: 'OutranksActor' });
const missing = (permission: Permission): Either<UndoObstacle, never> =>
  left({ kind: 'MissingPermission', permission });

export const memberUndo = ({
  authority,
  guild,
  userId,
  at,
  isOwnAct,
  joinedAt,
}: MemberUndo): UndoRules<MemberState, MemberEvent> => {
  const { guildId } = guild;
  const isIn = (state: MemberState): boolean => isMember(guild, state, userId);
  const standing = (state: MemberState): 'in' | 'out' | 'banned' => {
    if (isIn(state)) return 'in';
    return state.membership === 'banned' ? 'banned' : 'out';
  };
  /** An actor reaches members of a lower rank only, by the roles of now and by those that come back. */
  const reaches = (...states: ReadonlyArray<MemberState>): boolean =>
    isOwner(authority) || states.every(({ roleIds }) => outranks(authority.rank, rankOf(guild, { userId, roleIds })));
  const facet = (
    key: string,
    what: UndoneKind,
    read: (state: MemberState) => unknown,
    undo: Facet['undo'],
  ): ((fact: Fact) => Facet) => {
    const made: Facet = { key, thing: { what, id: userId }, read: () => read, undo };
    return () => made;
  };

  const membership = (what: 'member' | 'ban') =>
    // A later join begins another membership, which the undo of an earlier kick does not touch.
    facet(
      'membership',
      what,
      (state) => [standing(state), state.joins],
      (before, now) => {
        const permission =
          standing(before) === 'banned' || now.membership === 'banned' ? 'ban_members' : 'kick_members';
        if (!may(authority, permission)) return missing(permission);
        if (!reaches(before, now)) return OUTRANKED;
        switch (standing(before)) {
          case 'in': {
            const { roleIds, nickname } = before;
            const data = { guildId, userId, roleIds: [...roleIds], nickname, joinedAt };
            return right([{ type: 'guild.member-reinstated', data }]);
          }
          case 'banned': {
            const reason = textOfReason(before.banReason);
            const data = { guildId, userId, wasMember: standing(now) === 'in', reason };
            return right([{ type: 'guild.member-banned', data }]);
          }
          case 'out': {
            if (standing(now) === 'banned')
              return right([{ type: 'guild.member-unbanned', data: { guildId, userId } }]);
            const data = { guildId, userId, by: authority.actor, reason: null };
            return right([{ type: 'guild.member-kicked', data }]);
          }
        }
      },
    );

  const timeOut = facet(
    'time-out',
    'time_out',
    ({ timedOutUntil }) => timedOutUntil,
    (before, now) => {
      if (!may(authority, 'moderate_members')) return missing('moderate_members');
      if (!reaches(before, now)) return OUTRANKED;
      const until = before.timedOutUntil;
      const isOver = until === null || millisOf(until) <= millisOf(at);
      const reason = textOfReason(before.timeOutReason);
      if (!isOver) return right([{ type: 'guild.member-timed-out', data: { guildId, userId, until, reason } }]);
      // The end of a time-out that would be over by now leaves nothing to bring back.
      if (now.timedOutUntil === null) return left({ kind: 'UndoExpired' });
      return right([{ type: 'guild.member-time-out-ended', data: { guildId, userId } }]);
    },
  );

  const role = ({ roleId }: { readonly roleId: RoleId }): UndoRule<MemberState, MemberEvent> => ({
    key: `role ${roleId}`,
    thing: { what: 'member', id: userId },
    read: () => (state) => state.roleIds.has(roleId),
    undo: (_, now): Undone => {
      if (!may(authority, 'manage_roles')) return missing('manage_roles');
      if (!isIn(now)) return left({ kind: 'MemberGone' });
      const given = guild.roles.get(roleId);
      if (given === undefined) return left({ kind: 'RoleGone' });
      if (!outranks(authority.rank, given.rank) || !reaches(now)) return OUTRANKED;
      const data = { guildId, userId, roleId };
      if (now.roleIds.has(roleId)) return right([{ type: 'guild.member-role-taken', data }]);
      const [lacked] = namesIn(minus(given.permissions, authority.permissions));
      if (lacked !== undefined) return missing(lacked);
      return right([{ type: 'guild.member-role-given', data }]);
    },
  });

  const nickname = facet(
    'nickname',
    'nickname',
    (state) => state.nickname,
    (before, now) => {
      if (!isIn(now)) return left({ kind: 'MemberGone' });
      const isOwn = userId === authority.actor;
      const permission = isOwn ? 'change_nickname' : 'manage_nicknames';
      if (!may(authority, permission)) return missing(permission);
      // A member takes back their own change, and not the one that a moderator made.
      if (isOwn ? !isOwnAct && !isOwner(authority) : !reaches(now)) return OUTRANKED;
      if (before.nickname !== null && isErased(before.nickname)) return left({ kind: 'TextErased' });
      return right([{ type: 'guild.member-nickname-changed', data: { guildId, userId, nickname: before.nickname } }]);
    },
  );

  const notUndoable =
    (says: string) =>
    ({ userId: id }: Fact) =>
      ({ notUndoable: says, thing: { what: 'member', id } }) as const;

  return {
    'guild.member-joined': notUndoable('a moderator removes the member'),
    'guild.member-left': notUndoable('the user joins again by an invite'),
    'guild.member-kicked': membership('member'),
    'guild.member-banned': membership('ban'),
    'guild.member-unbanned': membership('ban'),
    'guild.member-reinstated': membership('member'),
    'guild.member-timed-out': timeOut,
    'guild.member-time-out-ended': timeOut,
    'guild.member-role-given': role,
    'guild.member-role-taken': role,
    'guild.member-nickname-changed': nickname,
  };
};
