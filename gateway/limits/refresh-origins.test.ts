import { expect } from 'chai';
import type { SessionId } from '#domain/kernel/ids.ts';
import { refreshOrigins } from '#gateway/limits/refresh-origins.ts';

const SESSION = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as SessionId;

describe('the origin of a refresh token', () => {
  const fresh = () => refreshOrigins((secret) => `hash of ${secret}`);

  it('is the session that the token was issued for, and tells the newest token from a used one', () => {
    const origins = fresh();
    origins.issued('first', SESSION);
    expect(origins.of('first')).to.deep.equal({ session: SESSION, newest: true });
    origins.issued('second', SESSION);
    expect(origins.of('first')).to.deep.equal({ session: SESSION, newest: false });
    expect(origins.of('second')).to.deep.equal({ session: SESSION, newest: true });
  });
  it('is forgotten once a used token has passed', () => {
    const origins = fresh();
    origins.issued('first', SESSION);
    origins.issued('second', SESSION);
    origins.passed('first');
    expect(origins.of('first')).to.equal(undefined);
    expect(origins.of('second')).to.deep.equal({ session: SESSION, newest: true });
  });
  it('has no newest token once its session has ended', () => {
    const origins = fresh();
    origins.issued('first', SESSION);
    origins.ended(SESSION);
    expect(origins.of('first')).to.deep.equal({ session: SESSION, newest: false });
  });
  it('is unknown when another process issued the token', () => {
    expect(fresh().of('third')).to.equal(undefined);
  });
});
