/** Continues the session of an earlier visit, now or when the server allows it again. */

import { type Accessor, createSignal } from 'solid-js';
import type { Platform } from '#web/platform/platform.ts';
import type { TokenStore } from '#web/session/tokens.ts';

/**
 * State of the login. `unreachable`: there may be a session, but the server does not answer. `limited`: there is one, and
 * the server asked to wait before it goes on.
 */
export type LoginState = 'unknown' | 'signed-out' | 'signed-in' | 'unreachable' | 'limited';

/** Shortest wait in milliseconds before the session is asked about again. */
const WAIT_MIN_MS = 1_000;

export const continuing = (
  platform: Platform,
  tokens: TokenStore,
  login: {
    readonly state: Accessor<LoginState>;
    readonly became: (state: LoginState) => void;
    readonly signedIn: () => void;
  },
) => {
  const [limitedUntil, setLimitedUntil] = createSignal<number | null>(null);

  const begin = async (): Promise<void> => {
    if (!tokens.mayHaveSession()) return login.became('signed-out');
    const outcome = await tokens.renew();
    switch (outcome) {
      case 'renewed':
        return login.signedIn();
      case 'forgotten':
        return;
      case 'limited':
        return waitForLimit();
      case 'refused':
        tokens.forget();
        return login.became('signed-out');
      case 'unanswered':
        return login.became('unreachable');
    }
  };

  /** Begins again when the time is over that the server asked for. */
  const waitForLimit = (): void => {
    const until = tokens.limitedUntil() ?? platform.now();
    setLimitedUntil(until);
    login.became('limited');
    platform.later(Math.max(WAIT_MIN_MS, until - platform.now()), () => {
      if (login.state() === 'limited') void begin();
    });
  };

  /** Forgets the session without a word to the server. */
  const leave = (): void => {
    tokens.forget();
    login.became('signed-out');
  };

  return { begin, leave, limitedUntil };
};
