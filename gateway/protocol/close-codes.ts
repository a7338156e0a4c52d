/**
 * Close codes say why the server closed a connection, and whether the client comes back. After 4000 to 4099 it comes
 * back with its resume token, after a random pause. After 4100 to 4199 it needs a new token first. After 4200 to 4299
 * it stays away. 1009 and 1012 are codes of the WebSocket standard.
 */
export const CLOSE = {
  slowConsumer: { code: 4000, reason: 'slow_consumer' },
  heartbeatMissed: { code: 4001, reason: 'heartbeat_missed' },
  serverFault: { code: 4002, reason: 'server_fault' },
  overloaded: { code: 4003, reason: 'overloaded' },
  notIdentified: { code: 4100, reason: 'not_identified' },
  tokenInvalid: { code: 4101, reason: 'token_invalid' },
  tokenExpired: { code: 4102, reason: 'token_expired' },
  /** This server does not know the position or the session in the resume token. The client identifies afresh. */
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

/** Codes of the standard for a client that broke the framing. The same client would break it again. */
const FRAMING_BROKEN: ReadonlySet<number> = new Set([1002, 1007, 1008, CLOSE.tooBig.code]);

export type ReconnectMode = 'resume' | 'with-new-token' | 'never';
/** Says how a client comes back after a close code. */
export const comeBackAfter = (code: number): ReconnectMode => {
  if (code >= 4100 && code <= 4199) return 'with-new-token';
  if ((code >= 4200 && code <= 4299) || FRAMING_BROKEN.has(code)) return 'never';
  return 'resume';
};
