/** Life of one connection as values: its phases, the meaning of each frame in each phase, and its deadlines. */
import {
  HEARTBEAT_DEAD_MS,
  IDENTIFY_WITHIN_CROWDED_MS,
  IDENTIFY_WITHIN_MS,
  REAUTHENTICATE_GRACE_MS,
} from '#gateway/limits/sockets.ts';
import { CLOSE, type CloseCode } from '#gateway/protocol/close-codes.ts';
import type { ClientFrameName } from '#gateway/protocol/frames.ts';

/**
 * Phase of a connection.
 *
 * - greeting: `hello` was sent, and the client has not identified yet.
 * - identifying: the server checks the token and gathers the snapshot.
 * - replaying: the client came back, and the server sends the missed messages.
 * - live: the client has received everything so far.
 */
export type Phase = 'greeting' | 'identifying' | 'replaying' | 'live' | 'closed';
export type OpenPhase = Exclude<Phase, 'closed'>;

export type FrameVerdict =
  | { readonly kind: 'identify' }
  | { readonly kind: 'serve' }
  | { readonly kind: 'refuse'; readonly code: 'not_ready' }
  | { readonly kind: 'close'; readonly why: CloseCode };

const identify: FrameVerdict = { kind: 'identify' };
const serve: FrameVerdict = { kind: 'serve' };
const notReady: FrameVerdict = { kind: 'refuse', code: 'not_ready' };
const notIdentified: FrameVerdict = { kind: 'close', why: CLOSE.notIdentified };
const alreadyIdentified: FrameVerdict = { kind: 'close', why: CLOSE.alreadyIdentified };

const onceIdentified = {
  identify: alreadyIdentified,
  resume: alreadyIdentified,
  heartbeat: serve,
  subscribe: serve,
  unsubscribe: serve,
  message_create: serve,
  reauthenticate: serve,
  typing_start: serve,
  presence_set: serve,
};

export const verdicts: { readonly [P in OpenPhase]: { readonly [N in ClientFrameName]: FrameVerdict } } = {
  greeting: {
    identify,
    resume: identify,
    heartbeat: notIdentified,
    subscribe: notIdentified,
    unsubscribe: notIdentified,
    message_create: notIdentified,
    reauthenticate: notIdentified,
    typing_start: notIdentified,
    presence_set: notIdentified,
  },
  identifying: {
    identify: alreadyIdentified,
    resume: alreadyIdentified,
    heartbeat: notReady,
    subscribe: notReady,
    unsubscribe: notReady,
    message_create: notReady,
    reauthenticate: notReady,
    typing_start: notReady,
    presence_set: notReady,
  },
  replaying: onceIdentified,
  live: onceIdentified,
};

/** Phases that may follow each phase. No phase follows `closed`, and no phase leads back. */
export const leadsTo: { readonly [P in Phase]: ReadonlyArray<Phase> } = {
  greeting: ['identifying', 'closed'],
  identifying: ['live', 'replaying', 'closed'],
  replaying: ['live', 'closed'],
  live: ['closed'],
  closed: [],
};

/** State of a connection. All times are milliseconds since 1970. */
export type Lifecycle = {
  readonly phase: Phase;
  readonly openedAt: number;
  readonly heardAt: number;
  /** End of the access token, unknown until the client has identified. */
  readonly expiresAt: number | undefined;
};

export const opened = (now: number): Lifecycle => ({
  phase: 'greeting',
  openedAt: now,
  heardAt: now,
  expiresAt: undefined,
});
export const heard = (life: Lifecycle, now: number): Lifecycle => ({ ...life, heardAt: now });
export const authenticated = (life: Lifecycle, expiresAt: number): Lifecycle => ({ ...life, expiresAt });
/**
 * Moves a connection to a phase. A phase that may not follow changes nothing, because the connection ended meanwhile.
 */
export const moved = (life: Lifecycle, phase: Phase): Lifecycle =>
  leadsTo[life.phase].includes(phase) ? { ...life, phase } : life;

export type Deadlines = {
  readonly identifyWithinMs: number;
  /** The same while many clients have not identified. */
  readonly identifyWithinCrowdedMs: number;
  readonly deadAfterMs: number;
  readonly reauthenticateGraceMs: number;
};
export const DEADLINES: Deadlines = {
  identifyWithinMs: IDENTIFY_WITHIN_MS,
  identifyWithinCrowdedMs: IDENTIFY_WITHIN_CROWDED_MS,
  deadAfterMs: HEARTBEAT_DEAD_MS,
  reauthenticateGraceMs: REAUTHENTICATE_GRACE_MS,
};

/** Answers the close code of a deadline that has passed, or undefined. */
export const overdue =
  (deadlines: Deadlines) =>
  (life: Lifecycle, now: number, crowded: boolean): CloseCode | undefined => {
    if (life.phase === 'closed') return undefined;
    if (life.phase === 'greeting') {
      if (now >= life.openedAt + deadlines.identifyWithinMs) return CLOSE.notIdentified;
      // An honest client on a slow line comes back with what it has.
      if (crowded && now >= life.openedAt + deadlines.identifyWithinCrowdedMs) return CLOSE.overloaded;
    }
    if (life.expiresAt !== undefined && now >= life.expiresAt + deadlines.reauthenticateGraceMs) {
      return CLOSE.tokenExpired;
    }
    if (now >= life.heardAt + deadlines.deadAfterMs) return CLOSE.heartbeatMissed;
    return undefined;
  };
