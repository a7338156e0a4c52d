import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { authenticate } from '#gateway/http/middleware/authenticate.ts';
import { ACCESS_TOKEN_BYTES_MAX } from '#gateway/protocol/limits.ts';

const userId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const sessionId = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as SessionId;
const GOOD = 'good';
const LATE = 'late';
const LONGEST = 'x'.repeat(ACCESS_TOKEN_BYTES_MAX);

/** Door whose verifier knows two tokens. It notes the tokens and the sessions that it was asked about. */
const door = (isLive: boolean) => {
  const verified: string[] = [];
  const asked: Array<readonly [SessionId, UserId]> = [];
  const enter = authenticate({
    tokens: {
      verify: async (token) => {
        verified.push(token);
        return token === GOOD || token === LONGEST
          ? right({ userId, sessionId, expiresAt: instantOf(0) })
          : left({ kind: token === LATE ? 'TokenExpired' : 'TokenInvalid' });
      },
    },
    sessions: {
      isLive: async (session, user) => {
        asked.push([session, user]);
        return isLive;
      },
    },
  });
  return { enter, verified, asked };
};

describe('an Authorization header', () => {
  it('names the viewer when its token is valid and its session goes on', async () => {
    const { enter, asked } = door(true);
    expect(await enter(`Bearer ${GOOD}`)).to.deep.equal(right({ userId, sessionId }));
    expect(asked).to.deep.equal([[sessionId, userId]]);
  });
  it('may be written in any case and with space around the token', async () => {
    const { enter } = door(true);
    for (const header of [`bearer ${GOOD}`, `BEARER ${GOOD}`, `Bearer   ${GOOD} `])
      expect(await enter(header), header).to.deep.equal(right({ userId, sessionId }));
  });
  it('names no viewer when the session is over', async () => {
    expect(await door(false).enter(`Bearer ${GOOD}`)).to.deep.equal(left('session_over'));
  });
  it('names no viewer when the token is bad, without a look at the session', async () => {
    const { enter, asked } = door(true);
    expect(await enter('Bearer bad')).to.deep.equal(left('invalid'));
    expect(await enter(`Bearer ${LATE}`)).to.deep.equal(left('expired'));
    expect(asked).to.deep.equal([]);
  });
  it('names no viewer when it is missing or of another scheme, without verifying a token', async () => {
    const { enter, verified } = door(true);
    expect(await enter(undefined)).to.deep.equal(left('missing'));
    for (const header of ['', GOOD, `Basic  ${GOOD}`, `Bearer${GOOD}`, `Token: ${GOOD}`])
      expect(await enter(header), header).to.deep.equal(left('malformed'));
    expect(verified).to.deep.equal([]);
  });
  it('holds a token of at most one kibibyte, and a longer one is not verified', async () => {
    const { enter, verified } = door(true);
    expect(await enter(`Bearer ${LONGEST}`)).to.deep.equal(right({ userId, sessionId }));
    expect(await enter(`Bearer ${LONGEST}x`)).to.deep.equal(left('malformed'));
    expect(verified).to.deep.equal([LONGEST]);
  });
});
