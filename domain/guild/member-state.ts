import type { MemberEvent } from '#domain/guild/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export type MemberState = {
  readonly membership: 'stranger' | 'member' | 'left' | 'kicked';
  /** Roles of the member, without the everyone-role. */
  readonly roleIds: ReadonlySet<RoleId>;
  readonly timedOutUntil: Instant | null;
  /** Number of joins so far, by invite or import. An acceptance of an invite names the join that it leads to. */
  readonly joins: number;
};

/** Ends a membership and its roles. A time-out stays, so that a member cannot end it by leaving and joining again. */
const gone = (state: MemberState, membership: 'left' | 'kicked'): MemberState => ({
  ...state,
  membership,
  roleIds: new Set(),
});

export const memberAggregate = aggregate<MemberState, MemberEvent>(
  { membership: 'stranger', roleIds: new Set(), timedOutUntil: null, joins: 0 },
  {
    'guild.member-joined': (state) => ({ ...state, membership: 'member', joins: state.joins + 1 }),
    'guild.member-left': (state) => gone(state, 'left'),
    'guild.member-kicked': (state) => gone(state, 'kicked'),
  },
);
