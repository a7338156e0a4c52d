import { expect } from 'chai';
import { ulid } from 'ulid';
import { parseNetwork } from '#gateway/limits/client-address.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import {
  type Api,
  apiOf,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  PASSWORD,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { client } from '#infra/workshop/testkit/gateway-client.ts';
import { type ServerOptions, startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const loopback = parseNetwork('127.0.0.0/8');
if (loopback === undefined) throw new Error('127.0.0.0/8 is a network');

describe('a request', () => {
  let server: TestServer;
  let api: Api;
  const started = async (options: ServerOptions): Promise<void> => {
    server = await startServer(options);
    api = await apiOf(server.url);
  };
  afterEach(() => server.stop());

  const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });

  it('without a token is counted by address and refused with a waiting time', async () => {
    await started({ rates: { anonymous_requests_per_address: 5 } });
    // Reading the API description was the first request.
    for (let i = 0; i < 4; i += 1) expect((await api('GET', '/server')).status).to.equal(200);
    const refused = await api('GET', '/server');
    expect(refused.code()).to.equal('rate_limited');
    const wait = refused.as(Problem).retry_after_secs;
    expect(wait).to.be.within(1, 60);
    expect(refused.headers.get('retry-after')).to.equal(String(wait));
    expect((await api('GET', '/auth/me', { token: 'v4.public.guess' })).code()).to.equal('rate_limited');
    expect((await api('GET', '/health/live')).status).to.equal(200);
  });

  it('cannot change its address with a header', async () => {
    await started({ rates: { registrations_per_address: 3 } });
    const codes: string[] = [];
    for (let i = 0; i < 10; i += 1) {
      const body = { username: `somebody${i}`, password: PASSWORD };
      const answer = await api('POST', '/auth/register', { body, ...from(`198.51.100.${i}`) });
      codes.push(answer.status === 202 ? 'accepted' : answer.code());
    }
    expect(codes.filter((code) => code === 'accepted')).to.have.length(3);
    expect(new Set(codes.slice(3))).to.deep.equal(new Set(['rate_limited']));
  });

  it('is counted by the forwarded address behind a trusted proxy', async () => {
    await started({ rates: { registrations_per_address: 1 }, trustedProxies: [loopback] });
    const register = (name: string, address: string) =>
      api('POST', '/auth/register', { body: { username: name, password: PASSWORD }, ...from(address) });
    expect((await register('first', '203.0.113.7')).status).to.equal(202);
    expect((await register('second', '203.0.113.8')).status).to.equal(202);
    expect((await register('third', '198.51.100.1, 203.0.113.8')).code()).to.equal('rate_limited');
  });

  it('of a stranger is never counted for the others behind a proxy, in any form that proxies write', async () => {
    await started({ rates: { registrations_per_address: 1 }, trustedProxies: [loopback] });
    const strangers: ReadonlyArray<Record<string, string>> = [
      ...Array.from({ length: 21 }, (_, i) => ({ 'X-Forwarded-For': `198.51.100.${i}:4000${i % 10}` })),
      ...Array.from({ length: 3 }, (_, i) => ({ 'X-Forwarded-For': `[2001:db8:0:${i}::7]:443` })),
      ...Array.from({ length: 3 }, (_, i) => ({ Forwarded: `For="[2001:db8:1:${i}::7]:443";proto=https` })),
    ];
    const register = async (name: string, headers: Record<string, string>) =>
      (await api('POST', '/auth/register', { body: { username: name, password: PASSWORD }, headers })).status;
    for (const [i, headers] of strangers.entries()) {
      expect(await register(`stranger${i}`, headers), JSON.stringify(headers)).to.equal(202);
    }
    expect(await register('again', { 'X-Forwarded-For': '198.51.100.7:51234' })).to.equal(429);
    expect(await register('again', { Forwarded: 'for=198.51.100.7' })).to.equal(429);
  });

  it('to log in is counted by account, and successful ones are not counted', async () => {
    await started({ rates: { logins_per_account_and_network: 3 } });
    await newcomer(api, 'victim');
    const logIn = (password: string) => api('POST', '/auth/login', { body: { username: 'Victim', password } });
    for (let i = 0; i < 6; i += 1) expect((await logIn(PASSWORD)).status).to.equal(200);
    for (let i = 0; i < 3; i += 1) expect((await logIn('wrong but long enough')).code()).to.equal('credentials_wrong');
    expect((await logIn('wrong but long enough')).code()).to.equal('rate_limited');
    expect((await logIn(PASSWORD)).code()).to.equal('rate_limited');
  });

  it('to log in from another network does not lock out the owner of the account', async () => {
    await started({ rates: { logins_per_account_and_network: 2 }, trustedProxies: [loopback] });
    await newcomer(api, 'victim');
    const logIn = (address: string, password: string) =>
      api('POST', '/auth/login', { body: { username: 'victim', password }, ...from(address) });
    for (let i = 0; i < 4; i += 1) await logIn('198.51.100.66', 'wrong but long enough');
    expect((await logIn('198.51.100.66', PASSWORD)).code()).to.equal('rate_limited');
    expect((await logIn('203.0.113.9', PASSWORD)).status).to.equal(200);
  });

  it('of one user is counted for every route', async () => {
    await started({ rates: { requests_per_user: 10 } });
    const owner = await claimOwner(server, api);
    const answers = await Promise.all(Array.from({ length: 40 }, () => owner.api('GET', '/guilds')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).to.include(429).and.to.include(200);
  });

  it('to send a message is counted by user and channel', async () => {
    await started({ rates: { messages_per_user_and_channel: 5 } });
    const owner = await claimOwner(server, api);
    const member = await newcomer(api, 'member');
    const guild = await makeGuild(owner, 'ours');
    const [talk, aside] = [await makeChannel(owner, guild, 'talk'), await makeChannel(owner, guild, 'aside')];
    await join(owner, guild, member);
    const say = async (who: typeof owner, channel: typeof talk) =>
      (await who.api('POST', `${pathOf(channel)}/messages`, { body: { content: 'again' } })).status;
    const burst = await Promise.all(Array.from({ length: 8 }, () => say(owner, talk)));
    expect(burst.filter((status) => status === 201)).to.have.length(5);
    expect(burst.filter((status) => status === 429)).to.have.length(3);
    expect(await say(owner, aside)).to.equal(201);
    expect(await say(member, talk)).to.equal(201);
  });

  it('to send a message is counted by user over all channels, real or not, over HTTP and the gateway', async () => {
    await started({ rates: { messages_per_user: 6 } });
    const owner = await claimOwner(server, api);
    const member = await newcomer(api, 'member');
    const guild = await makeGuild(owner, 'ours');
    const [talk, aside] = [await makeChannel(owner, guild, 'talk'), await makeChannel(owner, guild, 'aside')];
    await join(owner, guild, member);
    const say = async (who: typeof owner, to: { readonly channel_id: string }) =>
      (await who.api('POST', `${pathOf(to)}/messages`, { body: { content: 'again' } })).status;
    const absent = (nth: number) => ({ channel_id: `01ARZ3NDEKTSV4RRFFQ69G5FA${nth}` });
    expect([await say(owner, talk), await say(owner, aside)]).to.deep.equal([201, 201]);
    expect([await say(owner, absent(1)), await say(owner, absent(2))]).to.deep.equal([404, 404]);
    const socket = await client(`${server.url.replace('http', 'ws')}/gateway/ws`);
    socket.say({ t: 'identify', d: { access_token: owner.accessToken } });
    await socket.hears('ready');
    const nonceOf = (nth: number) => ulid(Date.now() + nth);
    const speakOf = (nth: number, to: { readonly channel_id: string }) => {
      const d = { channel_id: to.channel_id as typeof talk.channel_id, content: 'again', nonce: nonceOf(nth) };
      socket.say({ t: 'message_create', d });
      return d.nonce;
    };
    const taken = speakOf(1, aside);
    await socket.hears('message_ack', ({ nonce }) => nonce === taken);
    const unknown = speakOf(2, absent(3));
    expect(await socket.hears('error', ({ ref }) => ref === unknown)).to.include({ code: 'not_found' });
    const tooMany = speakOf(3, aside);
    const refused = await socket.hears('error', ({ ref }) => ref === tooMany);
    expect(refused).to.include({ code: 'rate_limited' }).and.to.have.property('retry_after_secs').within(1, 5);
    expect(await say(owner, talk)).to.equal(429);
    expect(await say(owner, absent(4))).to.equal(429);
    expect(await say(member, talk)).to.equal(201);
    socket.close();
  });

  it('to refresh is counted by session and not by token', async () => {
    await started({ rates: { refreshes_per_session: 3 } });
    const owner = await claimOwner(server, api);
    const other = await newcomer(api, 'other');
    const refresh = (token: string) => api('POST', '/auth/refresh', { body: { refresh_token: token } });
    let token = owner.refreshToken;
    for (let i = 0; i < 3; i += 1)
      token = ((await refresh(token)).body as { readonly refresh_token: string }).refresh_token;
    expect((await refresh(token)).code()).to.equal('rate_limited');
    expect((await refresh(other.refreshToken)).status).to.equal(200);
  });
});
