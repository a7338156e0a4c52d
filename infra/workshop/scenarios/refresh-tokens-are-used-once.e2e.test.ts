import { expect } from 'chai';
import { ulid } from 'ulid';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import { type Answered, type Api, apiOf, claimOwner, newcomer, PASSWORD } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a refresh token', () => {
  let server: TestServer;
  let api: Api;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    await claimOwner(server, api);
  });
  after(() => server.stop());

  const refresh = (token: string) => api('POST', '/auth/refresh', { body: { refresh_token: token } });

  it('gives new tokens and leaves the old access token valid until it expires', async () => {
    const one = await newcomer(api, 'one');
    const tokens = (await refresh(one.refreshToken)).as(TokensAnswer);
    expect(tokens.refresh_token).not.to.equal(one.refreshToken);
    expect((await api('GET', '/auth/me', { token: tokens.access_token })).status).to.equal(200);
    expect((await one.api('GET', '/auth/me')).status).to.equal(200);
  });

  it('ends the whole session when it is used a second time', async () => {
    const two = await newcomer(api, 'two');
    const second = (await refresh(two.refreshToken)).as(TokensAnswer);
    const third = (await refresh(second.refresh_token ?? '')).as(TokensAnswer);
    expect((await refresh(two.refreshToken)).code()).to.equal('refresh_token_invalid');
    expect((await refresh(third.refresh_token ?? '')).code()).to.equal('refresh_token_invalid');
    for (const token of [two.accessToken, second.access_token, third.access_token]) {
      expect((await api('GET', '/auth/me', { token })).code()).to.equal('unauthenticated');
    }
  });

  it('is exchanged by one of two racing tabs, and the other tab loses nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const racer = await newcomer(api, `racer${round}`);
      const answers = await Promise.all([refresh(racer.refreshToken), refresh(racer.refreshToken)]);
      const codes = answers.map((answer) => (answer.status === 200 ? 'won' : answer.code())).sort();
      expect(codes).to.deep.equal(['refresh_superseded', 'won']);
      const winner = answers.find(({ status }) => status === 200) as Answered;
      const next = await refresh(winner.as(TokensAnswer).refresh_token ?? '');
      expect(next.status).to.equal(200);
    }
  });

  it('gives the same successor to a repeated attempt only', async () => {
    const four = await newcomer(api, 'four');
    const named = (token: string, key: string) =>
      api('POST', '/auth/refresh', { body: { refresh_token: token }, headers: { 'Idempotency-Key': key } });
    const key = ulid();
    const first = (await named(four.refreshToken, key)).as(TokensAnswer);
    const again = (await named(four.refreshToken, key)).as(TokensAnswer);
    expect(again.refresh_token).to.equal(first.refresh_token);
    expect((await named(four.refreshToken, ulid())).code()).to.equal('refresh_superseded');
    const next = (await named(first.refresh_token ?? '', key)).as(TokensAnswer);
    expect((await named(four.refreshToken, key)).code()).to.equal('refresh_token_invalid');
    expect((await named(next.refresh_token ?? '', ulid())).code()).to.equal('refresh_token_invalid');
  });

  it('is refused when it is unknown, of another kind, or too long', async () => {
    const three = await newcomer(api, 'three');
    for (const token of ['x', three.accessToken.slice(0, 128), `${three.refreshToken}x`]) {
      expect((await refresh(token)).code(), token).to.equal('refresh_token_invalid');
    }
    expect((await refresh(three.accessToken)).code()).to.equal('body_invalid');
    expect((await api('POST', '/auth/refresh', { body: {} })).code()).to.equal('body_invalid');
    expect((await refresh(three.refreshToken)).status).to.equal(200);
  });

  describe('in a cookie', () => {
    const logIn = async (
      name: string,
    ): Promise<{ readonly cookie: string; readonly set: string; readonly answer: Answered }> => {
      const body = { username: name, password: PASSWORD, refresh_in: 'cookie' };
      const answer = await api('POST', '/auth/login', { body });
      const set = answer.headers.getSetCookie().find((one) => one.startsWith('filament_refresh=')) ?? '';
      return { answer, set, cookie: set.split(';', 1)[0] ?? '' };
    };
    const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };

    it('is hidden from scripts and other sites', async () => {
      await newcomer(api, 'browser');
      const { answer, set } = await logIn('browser');
      expect(answer.as(TokensAnswer)).not.to.have.property('refresh_token');
      expect(set).to.match(/^filament_refresh=[\w-]{43}; Max-Age=2592000; Path=\/auth; HttpOnly; SameSite=Strict$/);
    });

    it('is refreshed by our own page and replaced in the cookie', async () => {
      const { cookie } = await logIn('browser');
      const answer = await api('POST', '/auth/refresh', { body: {}, headers: { Cookie: cookie, ...sameOrigin } });
      expect(answer.as(TokensAnswer)).not.to.have.property('refresh_token');
      const next = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      expect(next)
        .to.match(/^filament_refresh=/)
        .and.not.to.equal(cookie);
      const byOrigin = await api('POST', '/auth/refresh', { body: {}, headers: { Cookie: next, Origin: server.url } });
      expect(byOrigin.status).to.equal(200);
    });

    it('is refused when another site sends it, and stays valid', async () => {
      const { cookie } = await logIn('browser');
      const evil: ReadonlyArray<Record<string, string>> = [
        {},
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Origin: `${server.url}.evil.example` },
        { Origin: server.url, 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { 'Sec-Fetch-Site': 'none' },
      ];
      for (const path of ['/auth/refresh', '/auth/logout']) {
        for (const headers of evil) {
          const answer = await api('POST', path, { body: {}, headers: { Cookie: cookie, ...headers } });
          expect([answer.status, answer.code()], JSON.stringify(headers)).to.deep.equal([403, 'cross_site']);
        }
        const noBody = await api('POST', path, { headers: { Cookie: cookie, ...sameOrigin } });
        expect(noBody.code()).to.equal('cross_site');
        const form = { Cookie: cookie, ...sameOrigin, 'Content-Type': 'application/x-www-form-urlencoded' };
        expect((await api('POST', path, { body: '{}', headers: form })).code()).to.equal('content_type_unsupported');
      }
      expect(
        (await api('POST', '/auth/refresh', { body: {}, headers: { Cookie: cookie, ...sameOrigin } })).status,
      ).to.equal(200);
    });

    it('is not cleared by an answer to another site, whose requests come without it', async () => {
      const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
      for (const from of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, {}]) {
        const answer = await api('POST', '/auth/logout', { headers: { ...form, ...from } });
        expect([answer.status, answer.headers.get('set-cookie')], JSON.stringify(from)).to.deep.equal([204, null]);
      }
      const ours = await api('POST', '/auth/logout', { body: {}, headers: sameOrigin });
      expect(ours.headers.get('set-cookie')).to.match(/^filament_refresh=; Max-Age=0; /);
    });

    it('is cleared at logout, and when it is no longer valid', async () => {
      const { cookie } = await logIn('browser');
      const headers = { Cookie: cookie, ...sameOrigin };
      const out = await api('POST', '/auth/logout', { body: {}, headers });
      expect(out.status).to.equal(204);
      expect(out.headers.get('set-cookie')).to.match(/^filament_refresh=; Max-Age=0; /);
      const dead = await api('POST', '/auth/refresh', { body: {}, headers });
      expect(dead.code()).to.equal('refresh_token_invalid');
      expect(dead.headers.get('set-cookie')).to.match(/^filament_refresh=; Max-Age=0; /);
    });
  });
});
