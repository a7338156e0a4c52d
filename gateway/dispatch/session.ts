import type { SessionEvent } from '#domain/session/events.ts';
import { silent, type Tellings } from '#gateway/dispatch/outgoing.ts';

/**
 * Clients get no dispatch about sessions. The connections of a revoked session are closed: see `audience-change.ts`.
 */
export const sessionTellings: Tellings<SessionEvent['type']> = {
  'session.started': silent,
  'session.refreshed': silent,
  'session.revoked': silent,
};
