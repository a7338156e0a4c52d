import type { InviteCreated, InviteEvent } from '#domain/invite/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { UserId } from '#domain/kernel/ids.ts';

export type InvitePresent = {
  readonly kind: 'Present';
  readonly terms: InviteCreated['data'];
  readonly uses: number;
  readonly acceptancesBy: ReadonlyMap<UserId, number>;
};
export type InviteState = { readonly kind: 'Absent' } | InvitePresent;

export const inviteAggregate = aggregate<InviteState, InviteEvent>(
  { kind: 'Absent' },
  {
    'invite.created': (_, terms) => ({ kind: 'Present', terms, uses: 0, acceptancesBy: new Map() }),
    'invite.accepted': (state, { userId }) => {
      if (state.kind === 'Absent') return state;
      const times = (state.acceptancesBy.get(userId) ?? 0) + 1;
      return { ...state, uses: state.uses + 1, acceptancesBy: new Map([...state.acceptancesBy, [userId, times]]) };
    },
  },
);
