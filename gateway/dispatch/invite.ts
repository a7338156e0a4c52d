import type { InviteEvent } from '#domain/invite/events.ts';
import { silent, type Tellings } from '#gateway/dispatch/outgoing.ts';

/** Who accepts an invite joins, and that is told as joining. */
export const inviteTellings: Tellings<InviteEvent['type']> = {
  'invite.created': silent,
  'invite.accepted': silent,
};
