/**
 * The lifecycle of a client's connection as one pure function. `next` takes a phase and a happening, and
 * answers the next phase and its effects. `connection.ts` performs the effects.
 *
 *   signed-out --signed-in--> connecting --opened, hello--> identifying --ready | replayed--> live
 *
 *   a connection ends, and its close code says how to connect again (`gateway/protocol/close-codes.ts`):
 *     resume          -> waiting (longer each time, with jitter) -> connecting
 *     with-new-token  -> renewing -> connecting, or signed-out when the session has ended
 *     never           -> signed-out for a revoked session, else stopped until the user reconnects
 *   no network -> offline, until there is one; then connecting at once
 */

import { CLOSE, comeBackAfter } from '#gateway/protocol/close-codes.ts';
import { pauseMs, spread } from '#infra/ground/back-off.ts';

/**
 * The tries since the connection was last live. `attempt` counts all of them and sets the next pause.
 * `renewals` counts the tries for which the server gave a new token or accepted a fresh start.
 */
export type Tries = { readonly attempt: number; readonly renewals: number };
export type Phase =
  | { readonly kind: 'signed-out' }
  | ({ readonly kind: 'connecting' } & Tries)
  | ({ readonly kind: 'identifying' } & Tries)
  | { readonly kind: 'live' }
  /** `until`: milliseconds since 1970. `limited`: the server asked for the wait, because of too many renewals. */
  | ({ readonly kind: 'waiting'; readonly until: number; readonly limited?: true } & Tries)
  | ({ readonly kind: 'renewing' } & Tries)
  | { readonly kind: 'offline' }
  | { readonly kind: 'stopped'; readonly code: number };

/** How a session ended: the user logged out here, it was ended elsewhere, or its time was over. */
export type SessionEnd = 'logged-out' | 'revoked' | 'expired';

/** `chance` from 0 to 1 spreads the clients of a restarted server. `hidden`: no user looks at the page. */
type PauseFacts = { readonly now: number; readonly chance: number; readonly hidden: boolean };
export type Happening =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'hello' }
  /** The server sent a fresh snapshot, or replayed all missed dispatches. */
  | { readonly kind: 'caught-up' }
  | ({ readonly kind: 'closed'; readonly code: number } & PauseFacts)
  | { readonly kind: 'wait-over' }
  | { readonly kind: 'reconnect-asked' }
  | { readonly kind: 'network'; readonly online: boolean }
  | { readonly kind: 'renewed' }
  /** The server refused to renew the session. */
  | { readonly kind: 'session-over'; readonly end: SessionEnd }
  | { readonly kind: 'renewal-limited'; readonly now: number; readonly until: number }
  | ({ readonly kind: 'renewal-unanswered' } & PauseFacts)
  /** The user looks at the page again. */
  | { readonly kind: 'shown' };

export type Effect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** Sends `resume` with a resume token, else `identify`. */
  | { readonly kind: 'introduce' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'renew-token' }
  | { readonly kind: 'forget-resume-token' }
  | { readonly kind: 'tell-lost' }
  | { readonly kind: 'end-session'; readonly end: SessionEnd };

export type PhaseStep = { readonly phase: Phase; readonly effects: ReadonlyArray<Effect> };

/** A user who looks at the page waits at most five seconds for a server that is back. A hidden page has more time. */
const PAUSES = { firstMs: 1_000, longestMs: 5_000 };
const HIDDEN_PAUSES = { firstMs: 1_000, longestMs: 30_000 };
/** Renewals in a row after which the session counts as ended, because the server refused each new token. */
const RENEWALS_MAX = 4;

/** Milliseconds until the next attempt. `chance` from 0 to 1 spreads the clients of a restarted server. */
export const waitFor = (attempt: number, chance: number, hidden: boolean): number =>
  spread(pauseMs(hidden ? HIDDEN_PAUSES : PAUSES, attempt), chance);
/** Stands for so many attempts that the pause is the longest one. */
const MANY_ATTEMPTS = 100;

const stay = (phase: Phase): PhaseStep => ({ phase, effects: [] });
const NO_TRIES: Tries = { attempt: 0, renewals: 0 };
const triesOf = (phase: Phase): Tries =>
  'attempt' in phase ? { attempt: phase.attempt, renewals: phase.renewals } : NO_TRIES;
const oneMore = ({ attempt, renewals }: Tries): Tries => ({ attempt: attempt + 1, renewals });
const renewed = ({ attempt, renewals }: Tries): Tries => ({ attempt, renewals: renewals + 1 });

const connect = (tries: Tries, ...before: ReadonlyArray<Effect>): PhaseStep => ({
  phase: { kind: 'connecting', ...tries },
  effects: [...before, { kind: 'open' }],
});
const pause = (
  tries: Tries,
  { now, chance, hidden }: PauseFacts,
  overloaded: boolean,
  ...before: ReadonlyArray<Effect>
): PhaseStep => {
  const ms = waitFor(overloaded ? MANY_ATTEMPTS : tries.attempt, chance, hidden);
  return {
    phase: { kind: 'waiting', until: now + ms, ...oneMore(tries) },
    effects: [...before, { kind: 'wait', ms }],
  };
};
/** Waits as long as the server asked, at least one second. */
const obeyed = (tries: Tries, now: number, until: number): PhaseStep => {
  const ms = Math.max(PAUSES.firstMs, until - now);
  return {
    phase: { kind: 'waiting', until: now + ms, limited: true, ...oneMore(tries) },
    effects: [{ kind: 'wait', ms }],
  };
};
const over = (end: SessionEnd): PhaseStep => ({
  phase: { kind: 'signed-out' },
  effects: [{ kind: 'close' }, { kind: 'end-session', end }],
});
const connected = (phase: Phase): boolean =>
  phase.kind === 'connecting' || phase.kind === 'identifying' || phase.kind === 'live';

const afterClose = (phase: Phase, code: number, facts: PauseFacts): PhaseStep => {
  const tries = triesOf(phase);
  const lost: Effect = { kind: 'tell-lost' };
  switch (comeBackAfter(code)) {
    case 'resume':
      // A server that has too much to do says so, and is asked again after the longest pause only.
      return pause(tries, facts, code === CLOSE.overloaded.code, lost);
    case 'with-new-token': {
      if (tries.renewals >= RENEWALS_MAX) return over('expired');
      const again = oneMore(tries);
      // The access token is valid and only the resume token is not, so the client identifies again.
      if (code === CLOSE.resumeInvalid.code) return connect(renewed(again), lost, { kind: 'forget-resume-token' });
      return { phase: { kind: 'renewing', ...again }, effects: [lost, { kind: 'renew-token' }] };
    }
    case 'never':
      return code === CLOSE.sessionRevoked.code
        ? over('revoked')
        : { phase: { kind: 'stopped', code }, effects: [lost] };
  }
};

export const next = (phase: Phase, happening: Happening): PhaseStep => {
  if (happening.kind === 'signed-out') return phase.kind === 'signed-out' ? stay(phase) : over('logged-out');
  if (phase.kind === 'signed-out') return happening.kind === 'signed-in' ? connect(NO_TRIES) : stay(phase);
  switch (happening.kind) {
    case 'signed-in':
      return stay(phase);
    case 'hello':
      return phase.kind === 'connecting'
        ? { phase: { kind: 'identifying', ...triesOf(phase) }, effects: [{ kind: 'introduce' }] }
        : stay(phase);
    case 'caught-up':
      return phase.kind === 'identifying' ? stay({ kind: 'live' }) : stay(phase);
    case 'closed':
      return connected(phase) ? afterClose(phase, happening.code, happening) : stay(phase);
    case 'wait-over':
    case 'shown':
      return phase.kind === 'waiting' ? connect(triesOf(phase)) : stay(phase);
    case 'reconnect-asked':
      return connected(phase) || phase.kind === 'renewing' ? stay(phase) : connect(NO_TRIES);
    case 'network':
      if (!happening.online) {
        return phase.kind === 'stopped'
          ? stay(phase)
          : { phase: { kind: 'offline' }, effects: [{ kind: 'close' }, { kind: 'tell-lost' }] };
      }
      return phase.kind === 'offline' || phase.kind === 'waiting' ? connect(NO_TRIES) : stay(phase);
    case 'renewed':
      return phase.kind === 'renewing' ? connect(renewed(triesOf(phase))) : stay(phase);
    case 'session-over':
      return over(happening.end);
    case 'renewal-limited':
      return phase.kind === 'renewing' ? obeyed(triesOf(phase), happening.now, happening.until) : stay(phase);
    case 'renewal-unanswered':
      return phase.kind === 'renewing' ? pause(triesOf(phase), happening, false) : stay(phase);
  }
};
