import type { InviteEvent } from '#domain/invite/events.ts';
import { silent, type Tellings } from '#gateway/dispatch/outgoing.ts';

/** Clients are told nothing of invites. A user who accepts one joins, and the join is told. */
export const inviteTellings: Tellings<InviteEvent['type']> = {
  'invite.created': silent,
  'invite.accepted': silent,
  'invite.revoked': silent,
};
