import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { presentedToken } from '#gateway/http/presented-token.ts';
import { refreshCookie } from '#gateway/http/tokens.ts';

const OURS = 'https://chat.example';
const cookie = refreshCookie(new URL(OURS));
const present = presentedToken({ cookie, publicOrigin: OURS });

type Headers = Readonly<Record<string, string>>;
const presented = (headers: Headers, body: { readonly refresh_token?: string } = {}) =>
  present({ body, header: (name) => headers[name] });

const ours = {
  cookie: '__Host-filament_refresh=crumb',
  'content-type': 'application/json',
  'sec-fetch-site': 'same-origin',
};
const refused = left({
  code: 'cross_site',
  detail: 'A refresh token in a cookie is accepted only from the pages of this server.',
});

describe('a refresh token', () => {
  it('is taken from the body, whichever page sends it', () => {
    const byBody = right({ token: 'loaf', by: 'body' });
    expect(presented({}, { refresh_token: 'loaf' })).to.deep.equal(byBody);
    expect(presented({ ...ours, 'sec-fetch-site': 'cross-site' }, { refresh_token: 'loaf' })).to.deep.equal(byBody);
  });
  it('is taken from the cookie when our own page sends JSON', () => {
    const byCookie = right({ token: 'crumb', by: 'cookie' });
    expect(presented(ours)).to.deep.equal(byCookie);
    expect(presented({ ...ours, 'content-type': 'Application/JSON; charset=utf-8' })).to.deep.equal(byCookie);
  });
  it('is undefined when neither body nor cookie holds one', () => {
    const { cookie: _, ...bare } = ours;
    expect(presented(bare)).to.deep.equal(right(undefined));
  });
  it('is refused from the cookie when another page sends it', () => {
    expect(presented({ ...ours, 'sec-fetch-site': 'cross-site' })).to.deep.equal(refused);
    const { 'sec-fetch-site': _, ...silent } = ours;
    expect(presented(silent)).to.deep.equal(refused);
  });
  it('is refused from the cookie with a body that a form can send', () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'text/application/json',
      'application/jsonp',
    ])
      expect(presented({ ...ours, 'content-type': type }), type).to.deep.equal(refused);
    const { 'content-type': _, ...untyped } = ours;
    expect(presented(untyped)).to.deep.equal(refused);
  });
});
