import type { SessionId, UserId } from '#domain/kernel/ids.ts';

/** Names of the events in the security log. `docs/SECURITY_LOG.md` explains them, and a released name never changes. */
export const SECURITY_EVENTS = [
  'login_succeeded',
  'login_failed',
  'account_registered',
  'registration_refused',
  'ownership_claimed',
  'ownership_claim_failed',
  'session_ended',
  'refresh_failed',
  'refresh_replayed',
  'access_token_refused',
  'access_refused',
  'rate_exceeded',
] as const;
export type SecurityEventName = (typeof SECURITY_EVENTS)[number];

/** Note of what happened, as the part that noticed it can tell. */
export type SecurityNote = {
  readonly event: SecurityEventName;
  /** Cause in our own words, never a text of a client. */
  readonly cause?: string;
  /** Username as a client wrote it. The log holds a keyed hash of it, and never the name. */
  readonly account?: string;
  readonly userId?: UserId;
  readonly sessionId?: SessionId;
  /** Name of the rate that was exceeded. */
  readonly rate?: string;
};

/** Security event: a note with the client's address, as rates count it, and the place where the server noticed it. */
export type SecurityEvent = SecurityNote & {
  readonly address: string;
  readonly requestId?: string;
  /** Route template, or `gateway`. */
  readonly route: string;
};

/** Security log for the operator: logins, refusals and ended sessions, at the default level. It is bounded by time. */
export type SecurityLog = { readonly noted: (event: SecurityEvent) => void };
