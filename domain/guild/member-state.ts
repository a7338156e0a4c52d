import type { MemberEvent } from '#domain/guild/events.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { CarriedReason } from '#domain/kernel/reason.ts';

export type MemberState = {
  /** The founder of a guild is a member as a `stranger`, and counts as `left` once they left. */
  readonly membership: 'stranger' | 'member' | 'left' | 'kicked' | 'banned';
  /** Roles of the member, without the everyone-role. A deleted role stays in here and gives nothing. */
  readonly roleIds: ReadonlySet<RoleId>;
  readonly nickname: Erasable<string> | null;
  readonly timedOutUntil: Instant | null;
  /** Reasons of the ban and the time-out that stand. An undo brings them back. */
  readonly banReason: CarriedReason;
  readonly timeOutReason: CarriedReason;
  /** Number of joins so far, by invite or import. An acceptance of an invite names the join that it leads to. */
  readonly joins: number;
  /** The time of the last join. Null before the first, and for the founder of a guild. */
  readonly joinedAt: Instant | null;
};

/**
 * True for a member. The owner is always one. The founder is one from the start, without a join, and stays one after
 * they handed the guild over.
 */
export const isMember = (
  { ownerId, founderId }: Pick<PresentGuild, 'ownerId' | 'founderId'>,
  { membership }: Pick<MemberState, 'membership'>,
  userId: UserId,
): boolean => {
  if (userId === ownerId || membership === 'member') return true;
  return userId === founderId && membership === 'stranger';
};

/** Ends a membership and its roles. A time-out stays, so that a member cannot end it by leaving and joining again. */
const gone = (state: MemberState, membership: 'left' | 'kicked' | 'banned'): MemberState => ({
  ...state,
  membership,
  banReason: null,
  roleIds: new Set(),
  nickname: null,
});

export const memberAggregate = aggregate<MemberState, MemberEvent>(
  {
    membership: 'stranger',
    roleIds: new Set(),
    nickname: null,
    timedOutUntil: null,
    banReason: null,
    timeOutReason: null,
    joins: 0,
    joinedAt: null,
  },
  {
    'guild.member-joined': (state, { joinedAt }) => ({
      ...state,
      membership: 'member',
      joins: state.joins + 1,
      joinedAt,
    }),
    'guild.member-left': (state) => gone(state, 'left'),
    'guild.member-kicked': (state) => gone(state, 'kicked'),
    'guild.member-banned': (state, { reason }) => ({ ...gone(state, 'banned'), banReason: reason }),
    'guild.member-unbanned': (state) => ({ ...state, membership: 'left', banReason: null }),
    'guild.member-reinstated': (state, { roleIds, nickname, joinedAt }) => ({
      ...state,
      membership: 'member',
      banReason: null,
      roleIds: new Set(roleIds),
      nickname,
      joinedAt,
    }),
    'guild.member-timed-out': (state, { until, reason }) => ({ ...state, timedOutUntil: until, timeOutReason: reason }),
    'guild.member-time-out-ended': (state) => ({ ...state, timedOutUntil: null, timeOutReason: null }),
    'guild.member-role-given': (state, { roleId }, copies) => ({
      ...state,
      roleIds: copies.ofSet(state.roleIds).add(roleId),
    }),
    'guild.member-role-taken': (state, { roleId }, copies) => {
      const roleIds = copies.ofSet(state.roleIds);
      roleIds.delete(roleId);
      return { ...state, roleIds };
    },
    'guild.member-nickname-changed': (state, { nickname }) => ({ ...state, nickname }),
  },
);
