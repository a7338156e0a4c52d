/**
 * Keeps the access token in this closure only. The refresh token is in a cookie that no script can read.
 * The windows of one user share the cookie, so they renew one at a time.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { decodeTime, isValid, ulid } from 'ulid';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import type { Platform } from '#web/platform/platform.ts';
import { ask } from '#web/wire/http.ts';

/** Key of the mark that a session exists here. Without the mark the client does not try to renew one. */
const SIGNED_IN_MARK = 'signed-in';
/** Milliseconds before the end of a token at which it is renewed. A short token is renewed after 80 % of its life. */
const RENEW_AHEAD_MS = 60_000;
const RENEW_AGAIN_MS = 5_000;
const SUPERSEDED_PAUSE_MS = 300;
/** Key of the stored idempotency key of a renewal. A repeat under the same key gets the same answer. */
const RENEWAL = 'renewal';
/** Milliseconds that the client reuses the key of a renewal. The server refuses a key that is older than a day. */
const RENEWAL_KEPT_MS = 23 * 3_600_000;

/** Status codes of a refusal. After any other failure the outcome of a renewal is unknown. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 409]);

/**
 * Outcome of a renewal. `revoked`: someone ended the session elsewhere. `refused`: it has expired. `forgotten`: the session ended here before the answer
 * came, so the answer is ignored.
 */
export type Renewal = 'renewed' | 'revoked' | 'refused' | 'unanswered' | 'forgotten';
export type TokenStore = {
  readonly access: () => string | null;
  readonly mayHaveSession: () => boolean;
  /** Writes the mark of a session. Needed again after the keepsakes were cleared. */
  readonly leaveMark: () => void;
  readonly accept: (answer: TokensAnswer) => void;
  readonly renew: () => Promise<Renewal>;
  readonly forget: () => void;
};

export const tokens = (
  platform: Platform,
  events: { readonly renewed: () => void; readonly over: (why: 'refused' | 'revoked') => void },
): TokenStore => {
  let access: string | null = null;
  /** Number of sessions that ended here. The answer to an earlier session must not change the current one. */
  let forgotten = 0;
  let renewing: Promise<Renewal> | null = null;
  let callOff = (): void => undefined;

  const schedule = (ms: number): void => {
    callOff();
    callOff = platform.later(ms, async () => {
      const outcome = await renew();
      if (outcome === 'unanswered') schedule(RENEW_AGAIN_MS);
      if (outcome === 'refused' || outcome === 'revoked') events.over(outcome);
    });
  };

  const leaveMark = (): void => platform.keepsakes.write(SIGNED_IN_MARK, 'yes');

  const accept = (answer: TokensAnswer): void => {
    access = answer.access_token;
    leaveMark();
    const lifeMs = answer.expires_in_secs * 1_000;
    schedule(Math.max(lifeMs - RENEW_AHEAD_MS, lifeMs * 0.8));
  };

  /** The key of the last unanswered renewal, or a new key. An earlier page may have left the renewal unanswered. */
  const renewalKey = (): string => {
    const now = platform.now();
    const kept = platform.keepsakes.read(RENEWAL);
    if (kept !== null && isValid(kept) && Math.abs(now - decodeTime(kept)) < RENEWAL_KEPT_MS) return kept;
    const key = ulid(now);
    platform.keepsakes.write(RENEWAL, key);
    return key;
  };

  const request = async (session: number, tries: number, keyed = true): Promise<Renewal> => {
    if (session !== forgotten) return 'forgotten';
    const key = keyed ? { key: renewalKey() } : {};
    const answer = await ask(platform, { method: 'POST', path: '/auth/refresh', body: {}, ...key }, TokensAnswer);
    if (session !== forgotten) return 'forgotten';
    if (isLeft(answer) && answer.left.code === 'idempotency_key_invalid' && keyed)
      return request(session, tries, false);
    if (!isLeft(answer) || REFUSED.has(answer.left.status)) platform.keepsakes.remove(RENEWAL);
    if (!isLeft(answer)) {
      accept(answer.right);
      events.renewed();
      return 'renewed';
    }
    const { status, code } = answer.left;
    if (code === 'refresh_token_invalid') return 'revoked';
    // Another window renewed a moment earlier and this window shares its cookie, so a retry succeeds.
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
