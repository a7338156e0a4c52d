import type { SessionEvent } from '#domain/session/events.ts';
import { silent, type Tellings } from '#gateway/dispatch/outgoing.ts';

/** A revoked session's connections are closed, which says it all; see `audience-change.ts`. */
export const sessionTellings: Tellings<SessionEvent['type']> = {
  'session.started': silent,
  'session.refreshed': silent,
  'session.revoked': silent,
};
