/**
 * The life of a client's connection, written down. `next` is the whole of it: a phase and what happened give
 * the following phase and what must be done. It touches nothing; `connection.ts` does what it says.
 *
 *   signed-out --signed-in--> connecting --opened, hello--> identifying --ready | replayed--> live
 *
 *   a connection ends, and its code says how to come back (`gateway/protocol/close-codes.ts`):
 *     resume          -> waiting (longer each time, with jitter) -> connecting
 *     with-new-token  -> renewing -> connecting, or signed-out when the session is over
 *     never           -> signed-out for a revoked session, else stopped until the person asks
 *   no network -> offline, until there is one; then connecting at once
 */

import { CLOSE, comeBackAfter } from '#gateway/protocol/close-codes.ts';

export type Phase =
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'identifying'; readonly attempt: number }
  | { readonly kind: 'live' }
  /** `until`: milliseconds since 1970. */
  | { readonly kind: 'waiting'; readonly attempt: number; readonly until: number }
  | { readonly kind: 'renewing'; readonly attempt: number }
  | { readonly kind: 'offline' }
  | { readonly kind: 'stopped'; readonly code: number };

export type Happening =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'hello' }
  /** The server told everything: a fresh snapshot, or all that was missed. */
  | { readonly kind: 'caught-up' }
  /** `chance` from 0 to 1 spreads the clients of a restarted server. */
  | { readonly kind: 'closed'; readonly code: number; readonly now: number; readonly chance: number }
  | { readonly kind: 'wait-over' }
  | { readonly kind: 'reconnect-asked' }
  | { readonly kind: 'network'; readonly online: boolean }
  | { readonly kind: 'renewed' }
  | { readonly kind: 'renewal-refused' }
  | { readonly kind: 'renewal-unanswered'; readonly now: number; readonly chance: number };

export type Effect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** Resume where a resume token is held, else identify. */
  | { readonly kind: 'introduce' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'renew-token' }
  | { readonly kind: 'forget-resume-token' }
  | { readonly kind: 'tell-lost' }
  | { readonly kind: 'end-session' };

export type Step = { readonly phase: Phase; readonly effects: ReadonlyArray<Effect> };

const WAIT_FIRST_MS = 1_000;
const WAIT_LONGEST_MS = 30_000;
/** After so many failures in a row to get in with a token the server calls bad, the session is taken for over. */
const RENEWALS_MAX = 4;

/** At least half of the span, so that a crowd thins out and nobody hammers. */
export const waitFor = (attempt: number, chance: number): number =>
  Math.round(Math.min(WAIT_LONGEST_MS, WAIT_FIRST_MS * 2 ** Math.min(attempt, 10)) * (0.5 + chance / 2));

const stay = (phase: Phase): Step => ({ phase, effects: [] });
const connect = (attempt: number, ...before: ReadonlyArray<Effect>): Step => ({
  phase: { kind: 'connecting', attempt },
  effects: [...before, { kind: 'open' }],
});
const pause = (attempt: number, now: number, chance: number, ...before: ReadonlyArray<Effect>): Step => {
  const ms = waitFor(attempt, chance);
  return {
    phase: { kind: 'waiting', attempt: attempt + 1, until: now + ms },
    effects: [...before, { kind: 'wait', ms }],
  };
};
const over: Step = { phase: { kind: 'signed-out' }, effects: [{ kind: 'close' }, { kind: 'end-session' }] };
const attemptOf = (phase: Phase): number => ('attempt' in phase ? phase.attempt : 0);
const connected = (phase: Phase): boolean =>
  phase.kind === 'connecting' || phase.kind === 'identifying' || phase.kind === 'live';

const afterClose = (phase: Phase, code: number, now: number, chance: number): Step => {
  const attempt = attemptOf(phase);
  const lost: Effect = { kind: 'tell-lost' };
  switch (comeBackAfter(code)) {
    case 'resume':
      return pause(attempt, now, chance, lost);
    case 'with-new-token': {
      if (attempt >= RENEWALS_MAX) return over;
      const renewing: Phase = { kind: 'renewing', attempt: attempt + 1 };
      // The access token was good; only the place to resume from was not. Begin afresh.
      if (code === CLOSE.resumeInvalid.code) return connect(attempt + 1, lost, { kind: 'forget-resume-token' });
      return { phase: renewing, effects: [lost, { kind: 'renew-token' }] };
    }
    case 'never':
      return code === CLOSE.sessionRevoked.code ? over : { phase: { kind: 'stopped', code }, effects: [lost] };
  }
};

export const next = (phase: Phase, happening: Happening): Step => {
  if (happening.kind === 'signed-out') return phase.kind === 'signed-out' ? stay(phase) : over;
  if (phase.kind === 'signed-out') return happening.kind === 'signed-in' ? connect(0) : stay(phase);
  switch (happening.kind) {
    case 'signed-in':
      return stay(phase);
    case 'hello':
      return phase.kind === 'connecting'
        ? { phase: { kind: 'identifying', attempt: phase.attempt }, effects: [{ kind: 'introduce' }] }
        : stay(phase);
    case 'caught-up':
      return phase.kind === 'identifying' ? stay({ kind: 'live' }) : stay(phase);
    case 'closed':
      return connected(phase) ? afterClose(phase, happening.code, happening.now, happening.chance) : stay(phase);
    case 'wait-over':
      return phase.kind === 'waiting' ? connect(phase.attempt) : stay(phase);
    case 'reconnect-asked':
      return connected(phase) || phase.kind === 'renewing' ? stay(phase) : connect(0);
    case 'network':
      if (!happening.online) {
        return phase.kind === 'stopped'
          ? stay(phase)
          : { phase: { kind: 'offline' }, effects: [{ kind: 'close' }, { kind: 'tell-lost' }] };
      }
      return phase.kind === 'offline' || phase.kind === 'waiting' ? connect(0) : stay(phase);
    case 'renewed':
      return phase.kind === 'renewing' ? connect(phase.attempt) : stay(phase);
    case 'renewal-refused':
      return over;
    case 'renewal-unanswered':
      return phase.kind === 'renewing' ? pause(phase.attempt, happening.now, happening.chance) : stay(phase);
  }
};
