/**
 * Why the server closed a connection. 4000 to 4099: come back with the resume token, after a pause with
 * jitter. 4100 to 4199: come back only with something changed (a new access token). 4200 to 4299: do not
 * come back. 1009 (too big) and 1012 (restart) are the standard's own.
 */
export const CLOSE = {
  slowConsumer: { code: 4000, reason: 'slow_consumer' },
  heartbeatMissed: { code: 4001, reason: 'heartbeat_missed' },
  serverFault: { code: 4002, reason: 'server_fault' },
  overloaded: { code: 4003, reason: 'overloaded' },
  notIdentified: { code: 4100, reason: 'not_identified' },
  tokenInvalid: { code: 4101, reason: 'token_invalid' },
  tokenExpired: { code: 4102, reason: 'token_expired' },
  /** The position or session in the resume token is not one this server knows: identify afresh. */
  resumeInvalid: { code: 4103, reason: 'resume_invalid' },
  malformedFrame: { code: 4200, reason: 'malformed_frame' },
  rateExceeded: { code: 4201, reason: 'rate_exceeded' },
  sessionRevoked: { code: 4202, reason: 'session_revoked' },
  tooManyConnections: { code: 4203, reason: 'too_many_connections' },
  alreadyIdentified: { code: 4204, reason: 'already_identified' },
  tooBig: { code: 1009, reason: 'frame_too_big' },
  restarting: { code: 1012, reason: 'restarting' },
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** The standard's own codes for a client that broke the framing; doing the same again would end the same. */
const FRAMING_BROKEN: ReadonlySet<number> = new Set([1002, 1007, 1008, CLOSE.tooBig.code]);

export type ComeBack = 'resume' | 'with-new-token' | 'never';
export const comeBackAfter = (code: number): ComeBack => {
  if (code >= 4100 && code <= 4199) return 'with-new-token';
  if ((code >= 4200 && code <= 4299) || FRAMING_BROKEN.has(code)) return 'never';
  return 'resume';
};
