import { expect } from 'chai';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { deviceCookie, refreshCookie, tokensPresenter } from '#gateway/http/tokens.ts';

describe('the cookie of the refresh token', () => {
  it('is bound to the host over https', () => {
    const set = refreshCookie(new URL('https://chat.example')).set('secret');
    expect(set).to.match(/^__Host-filament_refresh=secret; /);
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/;']) expect(set).to.include(part);
    expect(set).not.to.include('Domain');
  });
  it('is sent to the routes under /auth alone over plain http', () => {
    const set = refreshCookie(new URL('http://127.0.0.1:3000')).set('secret');
    expect(set).to.match(/^filament_refresh=secret; /);
    expect(set).to.include('Path=/auth;');
    expect(set).not.to.include('Secure');
  });
  it('is found among other cookies, and only by its whole name', () => {
    const { read } = refreshCookie(new URL('http://127.0.0.1:3000'));
    expect(read('a=1; filament_refresh=secret; b=2')).to.equal('secret');
    expect(read('xfilament_refresh=secret')).to.equal(undefined);
    expect(read('a=filament_refresh=secret')).to.equal(undefined);
    expect(read('filament_refresh=')).to.equal(undefined);
    expect(read(`filament_refresh=${'a'.repeat(129)}`)).to.equal(undefined);
    expect(read(undefined)).to.equal(undefined);
  });
  it('lives as long as an unused token, and ends at once when it is cleared', () => {
    const cookie = refreshCookie(new URL('https://chat.example'));
    expect(cookie.set('secret')).to.equal(
      '__Host-filament_refresh=secret; Max-Age=2592000; Path=/; Secure; HttpOnly; SameSite=Strict',
    );
    expect(cookie.clear()).to.equal('__Host-filament_refresh=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict');
  });
  it('may have 128 characters, none of which begins another field', () => {
    const { read } = refreshCookie(new URL('http://127.0.0.1:3000'));
    expect(read(`filament_refresh=${'a'.repeat(128)}`)).to.equal('a'.repeat(128));
    expect(read('filament_refresh= secret ')).to.equal('secret');
    for (const bad of ['a b', 'a"b', 'a,b', 'a=b', 'ä'])
      expect(read(`filament_refresh=${bad}`), bad).to.equal(undefined);
  });
});

describe('the answer to a login', () => {
  const userId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
  const sessionId = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as SessionId;
  const made = { position: 7n, value: { accessToken: 'access', refreshToken: 'refresh', userId, sessionId } };
  let issued: Array<readonly [string, SessionId]> = [];
  beforeEach(() => {
    issued = [];
  });
  const reply = tokensPresenter({
    cookie: refreshCookie(new URL('http://127.0.0.1:3000')),
    refreshes: {
      issued: (token, session) => issued.push([token, session]),
      ended: () => undefined,
      passed: () => undefined,
      of: () => undefined,
    },
    deviceCookie: deviceCookie(new URL('http://127.0.0.1:3000')),
  });

  it('holds both tokens when the client wants the refresh token in the body', () => {
    expect(reply(made, 'body')).to.deep.equal({
      body: { access_token: 'access', expires_in_secs: 900, refresh_token: 'refresh' },
      position: { at: 7n, holder: userId },
    });
  });
  it('holds no refresh token when the cookie carries it', () => {
    expect(reply(made, 'cookie')).to.deep.equal({
      body: { access_token: 'access', expires_in_secs: 900 },
      position: { at: 7n, holder: userId },
      headers: { 'Set-Cookie': ['filament_refresh=refresh; Max-Age=2592000; Path=/auth; HttpOnly; SameSite=Strict'] },
    });
  });
  it('names the device in a cookie of its own', () => {
    expect(reply(made, 'cookie', 'a-device').headers?.['Set-Cookie']?.[1]).to.equal(
      'filament_device=a-device; Max-Age=15552000; Path=/auth; HttpOnly; SameSite=Strict',
    );
  });
  it('tells the rate of refreshes which session the token belongs to', () => {
    reply(made, 'cookie');
    expect(issued).to.deep.equal([['refresh', sessionId]]);
  });
});
