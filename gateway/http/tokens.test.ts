import { expect } from 'chai';
import { refreshCookie } from '#gateway/http/tokens.ts';

describe('the cookie of the refresh token', () => {
  it('is bound to the host over https', () => {
    const set = refreshCookie(new URL('https://chat.example')).set('secret');
    expect(set).to.match(/^__Host-filament_refresh=secret; /);
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/;']) expect(set).to.include(part);
    expect(set).not.to.include('Domain');
  });
  it('is kept to the routes that need it over plain http', () => {
    const set = refreshCookie(new URL('http://127.0.0.1:3000')).set('secret');
    expect(set).to.match(/^filament_refresh=secret; /);
    expect(set).to.include('Path=/auth;');
    expect(set).not.to.include('Secure');
  });
  it('is found among others, and only by its whole name', () => {
    const { read } = refreshCookie(new URL('http://127.0.0.1:3000'));
    expect(read('a=1; filament_refresh=secret; b=2')).to.equal('secret');
    expect(read('xfilament_refresh=secret')).to.equal(undefined);
    expect(read('a=filament_refresh=secret')).to.equal(undefined);
    expect(read('filament_refresh=')).to.equal(undefined);
    expect(read(`filament_refresh=${'a'.repeat(129)}`)).to.equal(undefined);
    expect(read(undefined)).to.equal(undefined);
  });
});
