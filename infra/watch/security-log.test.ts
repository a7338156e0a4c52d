import { expect } from 'chai';
import type { UserId } from '#domain/kernel/ids.ts';
import type { SecurityEvent } from '#gateway/ports/security-log.ts';
import { openLog } from './log.ts';
import { LINES_PER_MINUTE_MAX, LINES_PER_SUBJECT_MAX, securityLog } from './security-log.ts';

type Line = Readonly<Record<string, unknown>>;

const logging = () => {
  const lines: Line[] = [];
  const log = openLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  let due: (() => void) | undefined;
  const security = securityLog({
    log,
    accountHash: (username) => `hash of ${username.length}`,
    later: (_ms, work) => {
      due = work;
      return () => {
        due = undefined;
      };
    },
  });
  return { lines, security, endMinute: () => due?.(), isDue: () => due !== undefined };
};
const failed = (address: string, more: Partial<SecurityEvent> = {}): SecurityEvent => ({
  event: 'login_failed',
  cause: 'credentials_wrong',
  account: 'ann',
  address,
  requestId: 'request-1',
  route: 'POST /auth/login',
  ...more,
});

describe('the security log', () => {
  it('says at the default level what happened, to which account, from where and why, and never the name', () => {
    const { lines, security } = logging();
    security.noted(failed('203.0.113.9'));
    security.noted({ event: 'login_succeeded', account: 'ann', address: '203.0.113.9', route: 'POST /auth/login' });
    expect(lines.map(({ time: _, ...line }) => line)).to.deep.equal([
      {
        level: 'warn',
        securityEvent: 'login_failed',
        account: 'hash of 3',
        address: '203.0.113.9',
        cause: 'credentials_wrong',
        requestId: 'request-1',
        route: 'POST /auth/login',
        msg: 'security event',
      },
      {
        level: 'info',
        securityEvent: 'login_succeeded',
        account: 'hash of 3',
        address: '203.0.113.9',
        route: 'POST /auth/login',
        msg: 'security event',
      },
    ]);
  });

  it('is bounded for each event, and one line says how many more there were within the minute', () => {
    const { lines, security, endMinute, isDue } = logging();
    for (let nth = 0; nth < 1_000; nth += 1) security.noted(failed(`198.51.100.${nth % 250}`));
    expect(lines).to.have.length(LINES_PER_MINUTE_MAX);
    security.noted(failed('203.0.113.9', { event: 'refresh_replayed' }));
    expect(lines.at(-1)).to.include({ securityEvent: 'refresh_replayed' });
    endMinute();
    expect(lines.at(-1)).to.include({
      securityEvent: 'login_failed',
      count: 1_000 - LINES_PER_MINUTE_MAX,
      addresses: 250,
    });
    expect(lines).to.have.length(LINES_PER_MINUTE_MAX + 2);
    expect(isDue()).to.equal(false);
    security.noted(failed('203.0.113.9'));
    expect(lines).to.have.length(LINES_PER_MINUTE_MAX + 3);
  });

  it('leaves room for other addresses when one is loud', () => {
    const { lines, security } = logging();
    for (let nth = 0; nth < 500; nth += 1) security.noted(failed('198.51.100.1'));
    expect(lines).to.have.length(LINES_PER_SUBJECT_MAX);
    security.noted(failed('203.0.113.9'));
    expect(lines.at(-1)).to.include({ address: '203.0.113.9' });
  });

  it('says of each account that it was logged in to, however often its address logs in to another one', () => {
    const { lines, security } = logging();
    const loggedIn = (account: string, userId: string) =>
      security.noted(failed('198.51.100.1', { event: 'login_succeeded', account, userId: userId as UserId }));
    for (let nth = 0; nth < 100; nth += 1) loggedIn('mallory', 'user-1');
    for (let nth = 0; nth < 80; nth += 1) loggedIn(`own ${nth}`, `user-${nth + 2}`);
    loggedIn('ann', 'user-100');
    expect(lines.at(-1)).to.include({ securityEvent: 'login_succeeded', userId: 'user-100' });
    expect(lines).to.have.length(LINES_PER_SUBJECT_MAX + 81);
  });

  it('says that an account is locked, however often other rates are exceeded', () => {
    const { lines, security, endMinute } = logging();
    const exceeded = (address: string, rate: string) =>
      security.noted(failed(address, { event: 'rate_exceeded', rate }));
    for (let nth = 0; nth < 100; nth += 1) exceeded(`198.51.100.${nth}`, 'anonymous_requests_per_address');
    exceeded('198.51.100.1', 'logins_per_account');
    expect(lines.at(-1)).to.include({ securityEvent: 'rate_exceeded', rate: 'logins_per_account' });
    endMinute();
    expect(lines.at(-1)).to.include({ rate: 'anonymous_requests_per_address', count: 100 - LINES_PER_MINUTE_MAX });
  });

  it('writes the counts of the last minute when it closes, and nothing when there are none', () => {
    const { lines, security } = logging();
    security.close();
    expect(lines).to.deep.equal([]);
    for (let nth = 0; nth <= LINES_PER_SUBJECT_MAX; nth += 1) security.noted(failed('198.51.100.1'));
    security.close();
    expect(lines.at(-1)).to.include({ securityEvent: 'login_failed', count: 1 });
  });

  it('holds each event on one line, whatever a client has sent', () => {
    const written: string[] = [];
    const log = openLog('info', { write: (line) => void written.push(line) });
    const security = securityLog({ log, accountHash: () => 'a hash', later: () => () => undefined });
    security.noted(failed('203.0.113.9\n{"level":"info"}\u2028\u202e', { account: 'x\n{"securityEvent":"forged"}' }));
    expect(written).to.have.length(1);
    expect(written[0]?.trimEnd().split('\n')).to.have.length(1);
    expect(written[0]).not.to.match(/[\u2028\u202e]|forged/);
  });
});
