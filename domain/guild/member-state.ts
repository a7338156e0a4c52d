import type { MemberEvent } from '#domain/guild/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { InviteId, RoleId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export type MemberState = {
  readonly standing: 'stranger' | 'member' | 'left' | 'kicked';
  /** Roles worn besides the everyone-role. */
  readonly roleIds: ReadonlySet<RoleId>;
  readonly timedOutUntil: Instant | null;
  /** How often each invite led here. One acceptance more than this is a join that was cut short. */
  readonly joinsBy: ReadonlyMap<InviteId, number>;
};

/** Roles do not outlast a membership. A time-out does, or leaving and coming back would end it. */
const gone = (state: MemberState, standing: 'left' | 'kicked'): MemberState => ({
  ...state,
  standing,
  roleIds: new Set(),
});

export const memberAggregate = aggregate<MemberState, MemberEvent>(
  { standing: 'stranger', roleIds: new Set(), timedOutUntil: null, joinsBy: new Map() },
  {
    'guild.member-joined': (state, { via }) => {
      const joined: MemberState = { ...state, standing: 'member' };
      if (via.kind === 'import') return joined;
      const times = (state.joinsBy.get(via.inviteId) ?? 0) + 1;
      return { ...joined, joinsBy: new Map([...state.joinsBy, [via.inviteId, times]]) };
    },
    'guild.member-left': (state) => gone(state, 'left'),
    'guild.member-kicked': (state) => gone(state, 'kicked'),
  },
);
