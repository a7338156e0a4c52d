import { expect } from 'chai';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import { type Api, apiOf, logIn, newcomer } from '#infra/workshop/testkit/api-client.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type ServerOptions, startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a session', () => {
  let server: TestServer;
  let api: Api;
  const started = async (options: ServerOptions = {}): Promise<void> => {
    server = await startServer(options);
    api = await apiOf(server.url);
  };
  afterEach(() => server.stop());

  const refresh = (token: string) => api('POST', '/auth/refresh', { body: { refresh_token: token } });
  const refreshed = async (token: string): Promise<string> =>
    (await refresh(token)).as(TokensAnswer).refresh_token ?? '';

  it('is refreshed as often as an honest browser asks, and its refreshes count against no address', async () => {
    await started({ rates: { anonymous_requests_per_address: 12, refused_refreshes_per_address: 3 } });
    const ann = await newcomer(api, 'ann');
    let token = ann.refreshToken;
    for (let nth = 0; nth < 40; nth += 1) token = await refreshed(token);
    expect((await ann.api('GET', '/auth/me')).status).to.equal(200);
  });

  it('is still refreshed at an address from which tokens are guessed, and the guesses are refused', async () => {
    await started({ rates: { refused_refreshes_per_address: 3 } });
    const ann = await newcomer(api, 'ann');
    const codes: string[] = [];
    for (let nth = 0; nth < 5; nth += 1) codes.push((await refresh(`guess-${nth}`)).code());
    expect(codes.slice(0, 3)).to.deep.equal(Array.from({ length: 3 }, () => 'refresh_token_invalid'));
    expect(codes.slice(3)).to.deep.equal(['rate_limited', 'rate_limited']);
    expect((await refresh(ann.refreshToken)).status).to.equal(200);
  });

  it('is refreshed together with all others behind its address at once, also after a restart', async () => {
    const database = await freshDatabase();
    const rates = { anonymous_requests_per_address: 8, refused_refreshes_per_address: 8 };
    try {
      await started({ databaseUrl: database.url });
      let tokens: string[] = [];
      for (const name of ['ann', 'bob'])
        for (let nth = 0; nth < 20; nth += 1)
          tokens.push((nth === 0 ? await newcomer(api, name) : await logIn(api, name)).refreshToken);
      for (let start = 0; start < 2; start += 1) {
        await server.stop();
        await started({ databaseUrl: database.url, rates });

        const answers = await Promise.all(tokens.map((token) => refresh(token)));
        expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
        tokens = answers.map((answer) => answer.as(TokensAnswer).refresh_token ?? '');
      }
      await server.stop();
    } finally {
      await database.drop();
    }
  });

  it('is refreshed, and ended by a used token, at an address whose rate a neighbour has used up', async () => {
    await started({ rates: { anonymous_requests_per_address: 12 } });
    const ann = await newcomer(api, 'ann');
    const bob = await newcomer(api, 'bob');
    const bobs = await refreshed(await refreshed(bob.refreshToken));
    let asked = 0;
    while ((await api('GET', '/server')).status === 200) asked += 1;
    expect(asked).to.be.below(12);
    expect((await refresh(ann.refreshToken)).status).to.equal(200);
    expect((await refresh('guess')).code()).to.equal('rate_limited');
    expect((await refresh(bob.refreshToken)).code()).to.equal('refresh_token_invalid');
    expect((await refresh(bob.refreshToken)).code(), 'a used token passes once').to.equal('rate_limited');
    expect((await refresh(bobs)).code()).to.equal('refresh_token_invalid');
  });

  it('is refused more refreshes than a machine gone wild needs, with a waiting time', async () => {
    await started({ rates: { refreshes_per_session: 3 } });
    const ann = await newcomer(api, 'ann');
    let token = ann.refreshToken;
    for (let nth = 0; nth < 3; nth += 1) token = await refreshed(token);
    const refused = await refresh(token);
    expect(refused.code()).to.equal('rate_limited');
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 600);
  });

  it('ends when its owner refreshes after a thief, also when the thief has used up its refreshes', async () => {
    await started({ rates: { refreshes_per_session: 3 } });
    const owner = await newcomer(api, 'owner');
    let stolen = owner.refreshToken;
    for (let nth = 0; nth < 3; nth += 1) stolen = await refreshed(stolen);
    expect((await refresh(stolen)).code()).to.equal('rate_limited');
    expect((await refresh(owner.refreshToken)).code()).to.equal('refresh_token_invalid');
    expect((await refresh(stolen)).code()).to.equal('refresh_token_invalid');
    expect((await owner.api('GET', '/auth/me')).code()).to.equal('unauthenticated');
  });

  it('ends by a logout with its access token alone', async () => {
    await started();
    const ann = await newcomer(api, 'ann');
    const bob = await newcomer(api, 'bob');
    expect((await ann.api('POST', '/auth/logout', { body: {} })).status).to.equal(204);
    expect((await ann.api('GET', '/auth/me')).code()).to.equal('unauthenticated');
    expect((await refresh(ann.refreshToken)).code()).to.equal('refresh_token_invalid');
    expect((await bob.api('GET', '/auth/me')).status).to.equal(200);
  });

  it('ends by a logout with its access token beside a refresh token that no longer works', async () => {
    await started();
    const ann = await newcomer(api, 'ann');
    const answer = await ann.api('POST', '/auth/logout', { body: { refresh_token: 'an older token' } });
    expect(answer.status).to.equal(204);
    expect((await ann.api('GET', '/auth/me')).code()).to.equal('unauthenticated');
  });

  it('stays, and no error is told, when a logout names no token that works', async () => {
    await started();
    const ann = await newcomer(api, 'ann');
    for (const token of ['v4.public.guess', ann.refreshToken])
      expect((await api('POST', '/auth/logout', { body: {}, token })).status).to.equal(204);
    expect((await ann.api('GET', '/auth/me')).status).to.equal(200);
  });
});
