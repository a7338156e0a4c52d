import type { InviteCreated, InviteEvent } from '#domain/invite/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { UserId } from '#domain/kernel/ids.ts';

export type PresentInvite = {
  readonly kind: 'Present';
  readonly terms: InviteCreated['data'];
  readonly uses: number;
  readonly revoked: boolean;
  /** The join that the last acceptance of each user leads to. */
  readonly acceptances: ReadonlyMap<UserId, number>;
};
export type InviteState = { readonly kind: 'Absent' } | PresentInvite;

export const inviteAggregate = aggregate<InviteState, InviteEvent>(
  { kind: 'Absent' },
  {
    'invite.created': (_, terms) => ({ kind: 'Present', terms, uses: 0, revoked: false, acceptances: new Map() }),
    'invite.accepted': (state, { userId, join }, copies) => {
      if (state.kind === 'Absent') return state;
      return { ...state, uses: state.uses + 1, acceptances: copies.ofMap(state.acceptances).set(userId, join) };
    },
    'invite.revoked': (state) =>
      state.kind === 'Absent' ? state : { ...state, revoked: true, acceptances: new Map<UserId, number>() },
  },
);
