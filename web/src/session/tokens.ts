/**
 * Keeps the access token in this closure only. The refresh token is in a cookie that no script can read.
 * The windows of one user share the cookie, so they renew one at a time.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { millisOfId } from '#domain/kernel/ulid.ts';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import { isKey, newKey } from '#web/platform/new-key.ts';
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

/** Milliseconds to wait after a 429 that names no time. */
const LIMITED_MS = 60_000;

/**
 * Outcome of a renewal. `revoked`: the session was ended elsewhere. `expired`: its time was over. `forgotten`: the session
 * ended here before the answer came, so the answer is ignored. `limited`: the server refuses it for some time, because
 * this session was renewed too often.
 */
export type Renewal = 'renewed' | 'revoked' | 'expired' | 'unanswered' | 'forgotten' | 'limited';
export type TokenStore = {
  /** Milliseconds since 1970 until which the server refuses a renewal, or null. */
  readonly limitedUntil: () => number | null;
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
  events: { readonly renewed: () => void; readonly over: (end: 'expired' | 'revoked') => void },
): TokenStore => {
  let access: string | null = null;
  /** Number of sessions that ended here. The answer to an earlier session must not change the current one. */
  let forgotten = 0;
  let renewing: Promise<Renewal> | null = null;
  let callOff = (): void => undefined;
  let limitedUntil: number | null = null;
  let callOffLimit = (): void => undefined;

  const schedule = (ms: number): void => {
    callOff();
    callOff = platform.later(ms, async () => {
      const outcome = await renew();
      if (outcome === 'unanswered') schedule(RENEW_AGAIN_MS);
      if (outcome === 'limited') schedule(Math.max(RENEW_AGAIN_MS, (limitedUntil ?? 0) - platform.now()));
      if (outcome === 'expired' || outcome === 'revoked') events.over(outcome);
    });
  };

  /** Keeps the time that the server asked for. A timer ends it, because the time of day may be set back. */
  const limit = (waitMs: number): void => {
    callOffLimit();
    limitedUntil = platform.now() + waitMs;
    callOffLimit = platform.later(waitMs, endLimit);
  };
  const endLimit = (): void => {
    callOffLimit();
    limitedUntil = null;
  };

  const leaveMark = (): void => platform.keepsakes.write(SIGNED_IN_MARK, 'yes');

  const accept = (answer: TokensAnswer): void => {
    endLimit();
    access = answer.access_token;
    leaveMark();
    const lifeMs = answer.expires_in_secs * 1_000;
    schedule(Math.max(lifeMs - RENEW_AHEAD_MS, lifeMs * 0.8));
  };

  /** The key of the last unanswered renewal, or a new key. An earlier page may have left the renewal unanswered. */
  const renewalKey = (): string => {
    const now = platform.now();
    const kept = platform.keepsakes.read(RENEWAL);
    if (kept !== null && isKey(kept) && Math.abs(now - millisOfId(kept)) < RENEWAL_KEPT_MS) return kept;
    const key = newKey(now);
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
    const { status, code, retryAfterSecs } = answer.left;
    if (code === 'refresh_token_invalid') return 'revoked';
    if (status === 429) {
      limit(retryAfterSecs === null ? LIMITED_MS : retryAfterSecs * 1_000);
      return 'limited';
    }
    // Another window renewed a moment earlier and this window shares its cookie, so a retry succeeds.
    if (status === 409 && tries > 1) {
      await new Promise<void>((resolve) => platform.later(SUPERSEDED_PAUSE_MS, resolve));
      return request(session, tries - 1);
    }
    return status !== 409 && REFUSED.has(status) ? 'expired' : 'unanswered';
  };

  const renew = (): Promise<Renewal> => {
    if (renewing !== null) return renewing;
    if (limitedUntil !== null) return Promise.resolve('limited');
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
    limitedUntil: () => limitedUntil,
    access: () => access,
    mayHaveSession: () => platform.keepsakes.read(SIGNED_IN_MARK) !== null,
    leaveMark,
    accept,
    renew,
    forget: () => {
      forgotten += 1;
      renewing = null;
      callOff();
      endLimit();
      access = null;
      platform.keepsakes.remove(SIGNED_IN_MARK);
    },
  };
};
