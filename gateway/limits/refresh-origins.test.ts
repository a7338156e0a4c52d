import { expect } from 'chai';
import type { SessionId } from '#domain/kernel/ids.ts';
import { refreshOrigins } from '#gateway/limits/refresh-origins.ts';

const SESSION = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as SessionId;

describe('the origin of a refresh token', () => {
  const fresh = () => refreshOrigins((secret) => `hash of ${secret}`);

  it('is the session that the token was issued for', () => {
    const origins = fresh();
    origins.issued('first', SESSION);
    origins.issued('second', SESSION);
    expect([origins.sessionOf('first'), origins.sessionOf('second')]).to.deep.equal([SESSION, SESSION]);
  });
  it('is the hash of the token when another process issued it', () => {
    expect(fresh().sessionOf('third')).to.equal('hash of third');
  });
});
