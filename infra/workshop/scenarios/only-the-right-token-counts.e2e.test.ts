import { expect } from 'chai';
import { type Api, apiOf, claimOwner, makeGuild, newcomer, type Person } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('an access token', () => {
  let server: TestServer;
  let foreign: TestServer;
  let api: Api;
  let owner: Person;
  before(async () => {
    [server, foreign] = [await startServer(), await startServer()];
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
  });
  after(async () => {
    await server.stop();
    await foreign.stop();
  });

  const refusals = async (...authorizations: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
    const faces = new Set<string>();
    for (const Authorization of authorizations) {
      const answer = await api('GET', '/auth/me', { headers: { Authorization } });
      const { request_id: _, ...problem } = answer.body as { readonly request_id: string };
      faces.add(JSON.stringify([answer.status, answer.headers.get('www-authenticate'), problem]));
    }
    return [...faces];
  };

  it('is refused with the same answer for any fault', async () => {
    const good = owner.accessToken;
    const stranger = await claimOwner(foreign, await apiOf(foreign.url));
    const [head = '', body = ''] = [good.slice(0, 'v4.public.'.length), good.slice('v4.public.'.length)];
    const position = (await owner.api('POST', '/guilds', { body: { name: 'ours' } })).headers.get('filament-position');
    const faces = await refusals(
      '',
      'Bearer',
      'Bearer ',
      good,
      `Basic ${good}`,
      `Bearer ${good} ${good}`,
      `Bearer ${good.slice(0, -1)}`,
      `Bearer ${good}A`,
      `Bearer ${head}${body.slice(0, 20)}A${body.slice(21)}`,
      `Bearer v3.public.${body}`,
      `Bearer v4.local.${body}`,
      `Bearer ${owner.refreshToken}`,
      `Bearer ${position}`,
      `Bearer ${stranger.accessToken}`,
      `Bearer ${'a'.repeat(1_025)}`,
      `Bearer v4.public.${'a'.repeat(10_000)}`,
      'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lciJ9.',
    );
    expect(faces).to.have.length(1);
    expect(faces[0]).to.include('"unauthenticated"').and.to.include('"Bearer"');
  });

  it('is not read from the URL', async () => {
    const answer = await api('GET', `/guilds?access_token=${owner.accessToken}`);
    expect(answer.code()).to.equal('unauthenticated');
  });

  it('stops working at once when its session ends', async () => {
    const guest = await newcomer(api, 'guest');
    expect((await guest.api('GET', '/auth/me')).status).to.equal(200);
    await api('POST', '/auth/logout', { body: { refresh_token: guest.refreshToken } });
    expect((await guest.api('GET', '/auth/me')).code()).to.equal('unauthenticated');
    expect((await guest.api('POST', '/guilds', { body: { name: 'mine' } })).code()).to.equal('unauthenticated');
  });

  it('is different from a sealed token, which opens for its own holder and purpose only', async () => {
    const guest = await newcomer(api, 'guest-two');
    const made = await guest.api('POST', '/guilds', { body: { name: 'mine' } });
    const position = made.headers.get('filament-position') ?? '';
    const guild = await makeGuild(owner, 'another');
    const read = (who: Person, token: string) => who.api('GET', '/guilds', { headers: { 'Filament-At-Least': token } });
    expect((await read(guest, position)).status).to.equal(200);
    for (const [who, token] of [
      [owner, position],
      [guest, `${position}A`],
      [guest, position.slice(1)],
      [guest, guest.accessToken],
      [guest, guest.refreshToken],
      [guest, '12'],
      [guest, 'a'.repeat(4_000)],
    ] as const) {
      expect((await read(who, token)).code(), token.slice(0, 40)).to.equal('position_invalid');
    }
    const cursor = await owner.api('GET', `/guilds/${guild.guild_id}/audit?limit=1&before=${position}`);
    expect(cursor.code()).to.equal('query_invalid');
  });
});
