import type { InviteCreated, InviteEvent } from '#domain/invite/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { UserId } from '#domain/kernel/ids.ts';

export type InvitePresent = {
  readonly kind: 'Present';
  readonly terms: InviteCreated['data'];
  readonly uses: number;
  readonly acceptedBy: ReadonlySet<UserId>;
};
export type InviteState = { readonly kind: 'Absent' } | InvitePresent;

export const inviteAggregate = aggregate<InviteState, InviteEvent>(
  { kind: 'Absent' },
  {
    'invite.created': (_, terms) => ({ kind: 'Present', terms, uses: 0, acceptedBy: new Set() }),
    'invite.accepted': (state, { userId }, own) => {
      if (state.kind === 'Absent') return state;
      return { ...state, uses: state.uses + 1, acceptedBy: own.set(state.acceptedBy).add(userId) };
    },
  },
);
