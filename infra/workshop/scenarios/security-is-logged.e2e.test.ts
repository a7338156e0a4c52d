import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { SECURITY_EVENTS, type SecurityEventName } from '#gateway/ports/security-log.ts';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import { Me, SessionList } from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  claimOwner,
  logIn,
  makeGuild,
  newcomer,
  PASSWORD,
} from '#infra/workshop/testkit/api-client.ts';
import { client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

type Line = Readonly<Record<string, unknown>>;
const WRONG = 'wrong but long enough';

describe("the server's security log", () => {
  let server: TestServer;
  let api: Api;
  beforeEach(async () => {
    server = await startServer({ rates: { logins_per_account_and_network: 2 } });
    api = await apiOf(server.url);
  });
  afterEach(() => server.stop());

  const linesOf = (event: SecurityEventName): ReadonlyArray<Line> =>
    server.logged.map((line): Line => JSON.parse(line)).filter((line) => line['securityEvent'] === event);
  const refresh = (token: string) => api('POST', '/auth/refresh', { body: { refresh_token: token } });
  const said = (event: SecurityEventName) => linesOf(event).map(({ cause, rate }) => cause ?? rate);

  it('tells of logins, wrong passwords and lockouts, by one hash of the account', async () => {
    const ann = await newcomer(api, 'ann');
    const tryAs = (username: string) => api('POST', '/auth/login', { body: { username, password: WRONG } });
    for (const name of ['ann', 'ANN', 'ann']) await tryAs(name);
    await tryAs('nobody-at-all');
    const [well] = linesOf('login_succeeded');
    expect(well).to.include({ level: 'info', userId: ann.userId, address: '127.0.0.1', route: 'POST /auth/login' });
    expect(well?.['account']).to.match(/^[0-9a-f]{16}$/);
    expect(said('login_failed')).to.deep.equal(['credentials_wrong', 'credentials_wrong', 'credentials_wrong']);
    const accounts = linesOf('login_failed').map(({ account }) => account);
    expect(accounts.slice(0, 2)).to.deep.equal([well?.['account'], well?.['account']]);
    expect(accounts[2])
      .to.match(/^[0-9a-f]{16}$/)
      .and.not.to.equal(well?.['account']);
    expect(linesOf('rate_exceeded')).to.have.length(1);
    expect(linesOf('rate_exceeded')[0]).to.include({
      level: 'warn',
      account: well?.['account'],
      rate: 'logins_per_account_and_network',
    });
  });

  it('tells of registrations and of claims of the server', async () => {
    const claim = (secret: string) =>
      api('POST', '/auth/claim', { body: { secret, username: 'owner', password: PASSWORD } });
    await claim('a guess');
    await claim(server.ownerSecret);
    for (const _time of [1, 2]) await api('POST', '/auth/register', { body: { username: 'ann', password: PASSWORD } });
    expect(said('ownership_claim_failed')).to.deep.equal(['owner_link_unusable']);
    expect(linesOf('ownership_claimed')).to.have.length(1);
    expect(linesOf('account_registered')).to.have.length(1);
    expect(said('registration_refused')).to.deep.equal(['username_taken']);
  });

  it('tells of refused and replayed refresh tokens, and names the session that a replay has ended', async () => {
    const ann = await newcomer(api, 'ann');
    await refresh('a guess');
    const second = (await refresh(ann.refreshToken)).as(TokensAnswer).refresh_token ?? '';
    await refresh(second);
    await refresh(ann.refreshToken);
    expect(said('refresh_failed')).to.deep.equal(['refresh_token_invalid']);
    expect(linesOf('refresh_replayed')).to.have.length(1);
    expect(linesOf('refresh_replayed')[0]).to.include({
      userId: ann.userId,
      sessionId: linesOf('login_succeeded')[0]?.['sessionId'],
    });
  });

  it('tells of sessions that a user ended, and of tokens that no longer work', async () => {
    const ann = await newcomer(api, 'ann');
    const phone = await logIn(api, 'ann');
    let target = '';
    while (target === '') {
      const { sessions } = (await ann.api('GET', '/auth/sessions')).as(SessionList);
      target = sessions.find(({ current }) => !current)?.session_id ?? '';
    }
    await ann.api('DELETE', `/auth/sessions/${target}`);
    await phone.api('GET', '/auth/me');
    await api('GET', '/auth/me', { token: 'v4.public.guess' });
    await api('GET', '/auth/me');
    await ann.api('POST', '/auth/logout', { body: {} });
    expect(said('session_ended')).to.deep.equal(['revoked_by_user', 'logged_out']);
    expect(linesOf('session_ended')[0]).to.include({ userId: ann.userId, sessionId: target });
    expect(said('access_token_refused')).to.deep.equal(['session_over', 'invalid']);
  });

  it('tells of tokens that the gateway refuses', async () => {
    const guesser = await client(`${server.url.replace('http', 'ws')}/gateway/ws`);
    guesser.say({ t: 'identify', d: { access_token: 'v4.public.guess' } });
    await guesser.ended;
    expect(linesOf('access_token_refused')).to.have.length(1);
    expect(linesOf('access_token_refused')[0]).to.include({ cause: 'invalid', route: 'gateway', address: '127.0.0.1' });
  });

  it('tells of requests beyond the rights of their user', async () => {
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'ours');
    const bob = await newcomer(api, 'bob');
    await bob.api('POST', '/invites/AAAAAAAAAAAAAAAAAAAAAA/accept');
    expect(said('access_refused')).to.deep.equal(['invite_unknown']);
    expect(linesOf('access_refused')[0]).to.include({ userId: bob.userId, route: 'POST /invites/{code}/accept' });
    expect((await bob.api('GET', `/guilds/${guild.guild_id}/channels`)).code()).to.equal('not_found');
    expect((await bob.api('GET', '/auth/me')).as(Me).user_id).to.equal(bob.userId);
  });

  it('has exactly the names that its page explains', () => {
    const page = readFileSync(new URL('../../../docs/SECURITY_LOG.md', import.meta.url), 'utf8');
    const explained = [...page.matchAll(/^\| `([a-z_]+)` \| (?:info|warn) /gm)].map(([, name]) => name);
    expect(explained).to.have.members([...SECURITY_EVENTS]);
  });
});
