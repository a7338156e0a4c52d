/**
 * The access token lives in this closure and nowhere else; the refresh token in a cookie that no script can
 * read. Windows of one person share the cookie, so they renew one at a time.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { decodeTime, isValid, ulid } from 'ulid';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import type { Platform } from '#web/platform/platform.ts';
import { ask } from '#web/wire/http.ts';

/** Says only that there was a session here, so that a visitor without one is not made to ask for it. */
const SIGNED_IN_MARK = 'signed-in';
/** Renewed this long before the end, and never later than at four fifths of the token's life. */
const RENEW_AHEAD_MS = 60_000;
const RENEW_AGAIN_MS = 5_000;
const SUPERSEDED_PAUSE_MS = 300;
/** The name of the renewal on its way, kept until it is answered: asking again under it repeats the answer. */
const RENEWAL = 'renewal';
/** Shorter than the server's day, by which it still knows the name. */
const RENEWAL_KEPT_MS = 23 * 3_600_000;

/** Answers that say what became of the renewal; after any other it may have been done or not. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 409]);

/** `forgotten`: the session was forgotten here before the answer came, so whatever it says is of no use to anybody. */
export type Renewal = 'renewed' | 'refused' | 'unanswered' | 'forgotten';
export type Tokens = {
  readonly access: () => string | null;
  readonly mayHaveSession: () => boolean;
  /** There is a session here; said again after everything else was forgotten. */
  readonly leaveMark: () => void;
  readonly accept: (answer: TokensAnswer) => void;
  readonly renew: () => Promise<Renewal>;
  readonly forget: () => void;
};

export const tokens = (
  platform: Platform,
  events: { readonly renewed: () => void; readonly over: () => void },
): Tokens => {
  let access: string | null = null;
  /** How many sessions were forgotten here: an answer to one of those must not touch the one that is. */
  let forgotten = 0;
  let renewing: Promise<Renewal> | null = null;
  let callOff = (): void => undefined;

  const schedule = (ms: number): void => {
    callOff();
    callOff = platform.later(ms, async () => {
      const outcome = await renew();
      if (outcome === 'unanswered') schedule(RENEW_AGAIN_MS);
      if (outcome === 'refused') events.over();
    });
  };

  const leaveMark = (): void => platform.keepsakes.write(SIGNED_IN_MARK, 'yes');

  const accept = (answer: TokensAnswer): void => {
    access = answer.access_token;
    leaveMark();
    const lifeMs = answer.expires_in_secs * 1_000;
    schedule(Math.max(lifeMs - RENEW_AHEAD_MS, lifeMs * 0.8));
  };

  /** The one that an earlier try went by, also of a page that was closed before its answer came. */
  const renewalKey = (): string => {
    const now = platform.now();
    const kept = platform.keepsakes.read(RENEWAL);
    if (kept !== null && isValid(kept) && Math.abs(now - decodeTime(kept)) < RENEWAL_KEPT_MS) return kept;
    const key = ulid(now);
    platform.keepsakes.write(RENEWAL, key);
    return key;
  };

  const request = async (session: number, tries: number, named = true): Promise<Renewal> => {
    if (session !== forgotten) return 'forgotten';
    const key = named ? { key: renewalKey() } : {};
    const answer = await ask(platform, { method: 'POST', path: '/auth/refresh', body: {}, ...key }, TokensAnswer);
    if (session !== forgotten) return 'forgotten';
    if (isLeft(answer) && answer.left.code === 'idempotency_key_invalid' && named)
      return request(session, tries, false);
    if (!isLeft(answer) || REFUSED.has(answer.left.status)) platform.keepsakes.remove(RENEWAL);
    if (!isLeft(answer)) {
      accept(answer.right);
      events.renewed();
      return 'renewed';
    }
    const { status } = answer.left;
    // Another window was a moment earlier: its cookie is ours too.
    if (status === 409 && tries > 1) {
      await new Promise<void>((resolve) => platform.later(SUPERSEDED_PAUSE_MS, resolve));
      return request(session, tries - 1);
    }
    return status !== 409 && REFUSED.has(status) ? 'refused' : 'unanswered';
  };

  const renew = (): Promise<Renewal> => {
    if (renewing !== null) return renewing;
    const session = forgotten;
    const one = platform
      .exclusively('renew', () => request(session, 3))
      .finally(() => {
        if (renewing === one) renewing = null;
      });
    renewing = one;
    return one;
  };

  return {
    access: () => access,
    mayHaveSession: () => platform.keepsakes.read(SIGNED_IN_MARK) !== null,
    leaveMark,
    accept,
    renew,
    forget: () => {
      forgotten += 1;
      renewing = null;
      callOff();
      access = null;
      platform.keepsakes.remove(SIGNED_IN_MARK);
    },
  };
};
