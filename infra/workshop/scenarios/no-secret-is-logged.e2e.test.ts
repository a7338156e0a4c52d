import { expect } from 'chai';
import { REASON_HEADER } from '#gateway/protocol/reason-header.ts';
import { Invite } from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  claimOwner,
  makeChannel,
  makeGuild,
  newcomer,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const CANARY = 'canary-d3adb33f-of-a-secret';

describe("the server's log", () => {
  let server: TestServer;
  let api: Api;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
  });
  after(() => server.stop());

  it('names every request by the template of its path', async () => {
    const answer = await api('GET', '/guilds/whatever/channels?limit=1');
    const id = answer.headers.get('x-request-id') ?? 'none';
    const line = server.logged.find((one) => one.includes(id));
    expect(line)
      .to.include('GET /guilds/{guild_id}/channels')
      .and.to.include('"status":401')
      .and.not.to.include('whatever');
  });

  it('holds no secret and no text of a user, for any outcome of a request', async () => {
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, CANARY);
    const channel = await makeChannel(owner, guild, 'talk');
    const invite = (await owner.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).as(Invite);
    const guest = await newcomer(api, 'guest');
    const headers = { 'User-Agent': CANARY, Cookie: `filament_refresh=${CANARY}`, 'Idempotency-Key': CANARY };
    const wrong = { username: CANARY, password: CANARY };
    await api('POST', '/auth/login', { body: wrong, headers: { 'User-Agent': CANARY } });
    await api('POST', '/auth/register', { body: { ...wrong, invite: CANARY } });
    await api('POST', '/auth/claim', { body: { ...wrong, secret: CANARY } });
    await api('POST', '/auth/refresh', { body: { refresh_token: CANARY } });
    await api('POST', '/auth/logout', { body: {}, headers });
    await owner.api('POST', `${pathOf(channel)}/messages`, { body: { content: CANARY } });
    await owner.api('POST', `${pathOf(channel)}/messages`, { body: { content: CANARY, [CANARY]: CANARY } });
    await owner.api('POST', `${pathOf(channel)}/messages`, { body: { content: CANARY }, headers });
    await owner.api('POST', `/guilds/${guild.guild_id}/members/${guest.userId}/kick`, { body: { reason: CANARY } });
    const spare = await makeChannel(owner, guild, 'spare');
    for (const reason of [`${CANARY}%2`, CANARY])
      await owner.api('DELETE', pathOf(spare), { headers: { [REASON_HEADER]: reason } });
    for (const q of [CANARY, `"${CANARY}`, `from:${CANARY}`, `${CANARY}*`, `${CANARY}:${CANARY}`]) {
      await owner.api('GET', `/guilds/${guild.guild_id}/search?${new URLSearchParams({ q })}`);
    }
    await api('GET', `/${CANARY}?${CANARY}=${CANARY}`, { token: CANARY });
    await api('POST', `/invites/${CANARY}/accept`, { token: guest.accessToken });
    await guest.api('POST', `/invites/${invite.code}/accept`);
    await api('POST', '/auth/refresh', { body: { refresh_token: guest.refreshToken } });
    const log = server.logged.join('');
    expect(log.length).to.be.greaterThan(1_000);
    const secrets = [
      CANARY,
      invite.code,
      server.ownerSecret,
      owner.accessToken,
      owner.refreshToken,
      guest.refreshToken,
    ];
    for (const secret of secrets) expect(log, secret).not.to.include(secret);
  });
});
