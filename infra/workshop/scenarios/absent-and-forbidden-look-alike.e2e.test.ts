import { expect } from 'chai';
import { ABSENT, ask, type Place, type Route, routesOf } from '#infra/workshop/scenarios/every-route.ts';
import type { Answered, Api, Person } from '#infra/workshop/testkit/api-client.ts';
import { apiOf, caughtUp, pathOf } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { type Address, type TwoGuilds, twoGuilds } from './two-guilds.ts';

describe('an absent place and a forbidden place', () => {
  let server: TestServer;
  let api: Api;
  let world: TwoGuilds;
  let routes: ReadonlyArray<Route>;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    world = await twoGuilds(server, api);
    routes = await routesOf(api);
  });
  after(() => server.stop());

  /** Ids that are right. Only the guild, the channel and the message of a request are wrong. */
  const rest = (): Omit<Place, keyof Address> => ({
    user_id: world.member.userId,
    role_id: ABSENT,
    entry_id: ABSENT,
    invite_id: ABSENT,
    session_id: ABSENT,
    code: 'whatever',
  });
  const PARTS = ['guild_id', 'channel_id', 'message_id'] as const;
  const names = (route: Route, part: (typeof PARTS)[number]): boolean => route.path.includes(`{${part}}`);
  /** Routes that name a guild or a channel. */
  const placed = () => routes.filter((route) => names(route, 'guild_id') || names(route, 'channel_id'));

  /**
   * Returns everything in an answer that a client could compare, without the parts that name the request and the time.
   */
  const face = ({ status, headers, body }: Answered): string => {
    const { request_id: _, ...problem } = body as { readonly request_id?: string };
    const shown = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
    return JSON.stringify([status, shown, problem]);
  };

  /** Returns addresses in which one part is foreign, deleted or absent. */
  const wrongPlaces = (): ReadonlyArray<readonly [string, Address]> => {
    const { own, other, deleted } = world;
    return [
      ['another guild', other],
      ['a deleted guild', deleted],
      ['no guild at all', { guild_id: ABSENT, channel_id: ABSENT, message_id: ABSENT }],
      ['an id that is none', { guild_id: 'general', channel_id: 'general', message_id: 'general' }],
      ['a channel of another guild with a message of our own', { ...own, channel_id: other.channel_id }],
      ['a deleted channel with a message of our own', { ...own, channel_id: deleted.channel_id }],
      ['the right channel with a message of another', { ...own, message_id: other.message_id }],
      ['the right channel with a deleted message', { ...own, message_id: deleted.message_id }],
    ];
  };
  /** Tells whether a place is wrong in the parts that this route names. */
  const isWrongFor = (route: Route, place: Address): boolean =>
    PARTS.some((part) => names(route, part) && place[part] !== world.own[part]);

  it('get the same answer for every user and every route', async () => {
    const absent = await ask(world.owner.api, placed()[0] as Route, {
      ...(wrongPlaces()[2]?.[1] as Address),
      ...rest(),
    });
    const want = face(absent);
    expect(absent.code()).to.equal('not_found');
    let cells = 0;
    for (const route of placed()) {
      for (const [where, place] of wrongPlaces()) {
        if (!isWrongFor(route, place)) continue;
        for (const who of [world.owner, world.member, world.outsider, world.kicked]) {
          const answer = await ask(who.api, route, { ...place, ...rest() });
          expect(face(answer), `${who.name}: ${route.operationId} in ${where}`).to.equal(want);
          cells += 1;
        }
      }
      for (const who of [world.outsider, world.kicked, world.stranger]) {
        const answer = await ask(who.api, route, { ...world.own, ...rest() });
        expect(face(answer), `${who.name}: ${route.operationId} in a guild of others`).to.equal(want);
        cells += 1;
      }
    }
    expect(cells).to.be.greaterThan(400);
  });

  it('get the same answer for a request without a token', async () => {
    const faces = new Set<string>();
    for (const route of routes.filter(({ security }) => security.length > 0)) {
      for (const place of [world.own, world.other, world.deleted]) {
        faces.add(face(await ask(api, route, { ...place, ...rest() })));
      }
    }
    expect([...faces]).to.have.length(1);
    expect([...faces][0]).to.include('unauthenticated');
  });

  it('are unchanged after all these requests', async () => {
    await caughtUp(api);
    const see = async (who: Person, path: string) => (await who.api('GET', path)).body;
    expect(await see(world.owner, `${pathOf(world.own)}/messages/${world.own.message_id}`)).to.include({
      content: 'A word of ours',
      revision: 0,
    });
    expect(await see(world.stranger, `${pathOf(world.other)}/messages/${world.other.message_id}`)).to.include({
      content: 'A word of theirs',
      revision: 0,
    });
    expect(await see(world.owner, '/guilds')).to.have.nested.property('guilds[0].name', 'ours');
    expect(await see(world.stranger, '/guilds')).to.have.nested.property('guilds[0].name', 'theirs');
    expect(await see(world.owner, `/guilds/${world.own.guild_id}/members`))
      .to.have.property('members')
      .with.length(2);
  });

  it('get the same answer as a session of another user or an unknown invite', async () => {
    const sessions = (await world.owner.api('GET', '/auth/sessions')).body as {
      readonly sessions: ReadonlyArray<{ readonly session_id: string }>;
    };
    const foreign = await world.member.api('DELETE', `/auth/sessions/${sessions.sessions[0]?.session_id}`);
    const absent = await world.member.api('DELETE', `/auth/sessions/${ABSENT}`);
    expect(face(foreign)).to.equal(face(absent));
    expect((await world.owner.api('GET', '/auth/me')).status).to.equal(200);
    expect((await world.member.api('POST', '/invites/nobody-made-this/accept')).code()).to.equal('invite_unknown');
  });
});
