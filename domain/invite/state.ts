import type { InviteCreated, InviteEvent } from '#domain/invite/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { UserId } from '#domain/kernel/ids.ts';

export type InvitePresent = {
  readonly kind: 'Present';
  readonly terms: InviteCreated['data'];
  readonly uses: number;
  /** The join that the last acceptance of each user leads to. */
  readonly acceptances: ReadonlyMap<UserId, number>;
};
export type InviteState = { readonly kind: 'Absent' } | InvitePresent;

export const inviteAggregate = aggregate<InviteState, InviteEvent>(
  { kind: 'Absent' },
  {
    'invite.created': (_, terms) => ({ kind: 'Present', terms, uses: 0, acceptances: new Map() }),
    'invite.accepted': (state, { userId, join }, own) => {
      if (state.kind === 'Absent') return state;
      return { ...state, uses: state.uses + 1, acceptances: own.map(state.acceptances).set(userId, join) };
    },
  },
);
