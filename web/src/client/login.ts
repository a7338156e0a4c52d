/** Keeps the state of the login. It continues the session of an earlier visit, now or when the server allows it again. */

import { type Accessor, createSignal } from 'solid-js';
import type { Platform } from '#web/platform/platform.ts';
import type { SessionEnd } from '#web/session/lifecycle.ts';
import type { TokenStore } from '#web/session/tokens.ts';

/**
 * State of the login. `unreachable`: there may be a session, but the server does not answer. `limited`: there is one, and
 * the server asked to wait before it goes on.
 */
export type LoginState = 'unknown' | 'signed-out' | 'signed-in' | 'unreachable' | 'limited';

/** Login, as the screens see it. */
export type Login = {
  readonly signIn: Accessor<LoginState>;
  /** True when a session of this device may go on. */
  readonly mayHaveSession: () => boolean;
  /** How the last session ended without a log-out here. Null otherwise. */
  readonly ended: Accessor<'revoked' | 'expired' | null>;
  /** Milliseconds since 1970 until which the server refuses to go on with the session, or null. */
  readonly limitedUntil: Accessor<number | null>;
  /** Continues the session of an earlier visit, if there is one. */
  readonly begin: () => Promise<void>;
};
export type LoginHandle = {
  readonly login: Login;
  readonly entered: () => void;
  /** Forgets the tokens, and the texts on this device that must not outlive the session. Null: the user logs in again. */
  readonly left: (end: SessionEnd | null) => void;
};

/** Shortest wait in milliseconds before the session is asked about again. */
const WAIT_MIN_MS = 1_000;

/** @param connect runs after each login and after a session went on */
export const loginOf = (
  platform: Platform,
  tokens: TokenStore,
  texts: { readonly afterEnd: (end: SessionEnd) => void },
  connect: () => void,
): LoginHandle => {
  const [signIn, setSignIn] = createSignal<LoginState>('unknown');
  const [ended, setEnded] = createSignal<'revoked' | 'expired' | null>(null);
  const [limitedUntil, setLimitedUntil] = createSignal<number | null>(null);

  const entered = (): void => {
    setEnded(null);
    setSignIn('signed-in');
    connect();
  };
  const left = (end: SessionEnd | null): void => {
    tokens.forget();
    if (end !== null) texts.afterEnd(end);
    setEnded(end === 'logged-out' ? null : end);
    setSignIn('signed-out');
  };

  const begin = async (): Promise<void> => {
    if (!tokens.mayHaveSession()) {
      setSignIn('signed-out');
      return;
    }
    const outcome = await tokens.renew();
    switch (outcome) {
      case 'renewed':
        return entered();
      case 'forgotten':
        return;
      case 'limited':
        return waitForLimit();
      case 'revoked':
      case 'expired':
        return left(outcome);
      case 'unanswered':
        setSignIn('unreachable');
    }
  };

  /** Begins again when the time is over that the server asked for. */
  const waitForLimit = (): void => {
    const until = tokens.limitedUntil() ?? platform.now();
    setLimitedUntil(until);
    setSignIn('limited');
    platform.later(Math.max(WAIT_MIN_MS, until - platform.now()), () => {
      if (signIn() === 'limited') void begin();
    });
  };

  return { login: { signIn, mayHaveSession: tokens.mayHaveSession, ended, limitedUntil, begin }, entered, left };
};
