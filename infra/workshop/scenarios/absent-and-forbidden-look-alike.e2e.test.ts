import { expect } from 'chai';
import type { Answered, Api, Person } from '#infra/workshop/testkit/api-client.ts';
import { apiOf, caughtUp, pathOf } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { type Address, type TwoGuilds, twoGuilds } from './two-guilds.ts';

type Operation = {
  readonly operationId: string;
  readonly security: ReadonlyArray<unknown>;
  readonly requestBody?: object;
};
type Route = Operation & { readonly method: string; readonly path: string };

/** A valid body for every operation that takes one, so that only the place can be wrong. */
const BODIES: Readonly<Record<string, unknown>> = {
  createGuild: { name: 'mine' },
  changeGuild: { name: 'taken over' },
  kickMember: {},
  createChannel: { name: 'intruder', kind: 'text' },
  changeChannel: { name: 'taken over' },
  createInvite: {},
  sendMessage: { content: 'I should not be here' },
  editMessage: { content: 'changed by a stranger' },
};
const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const REACTION = encodeURIComponent('👍');

describe('an absent place and a forbidden place', () => {
  let server: TestServer;
  let api: Api;
  let world: TwoGuilds;
  let routes: ReadonlyArray<Route>;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    world = await twoGuilds(server, api);
    const { paths } = (await api('GET', '/openapi.json')).body as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    };
    routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    );
  });
  after(() => server.stop());

  const PARTS = ['guild_id', 'channel_id', 'message_id'] as const;
  const names = (route: Route, part: (typeof PARTS)[number]): boolean => route.path.includes(`{${part}}`);
  /** Routes that name a guild or a channel. */
  const placed = () => routes.filter((route) => names(route, 'guild_id') || names(route, 'channel_id'));

  const ask = (by: Api, route: Route, place: Address & { readonly user_id: string }): Promise<Answered> => {
    const path = route.path
      .replace('{guild_id}', place.guild_id)
      .replace('{channel_id}', place.channel_id)
      .replace('{message_id}', place.message_id)
      .replace('{user_id}', place.user_id)
      .replace('{emoji}', REACTION);
    expect(path, 'a part of the path that is not filled in').not.to.include('{');
    if (route.requestBody === undefined) return by(route.method, path);
    expect(BODIES, 'add a body for every operation that takes one').to.have.property(route.operationId);
    return by(route.method, path, { body: BODIES[route.operationId] });
  };

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
    const user_id = world.member.userId;
    const absent = await ask(world.owner.api, placed()[0] as Route, { ...(wrongPlaces()[2]?.[1] as Address), user_id });
    const want = face(absent);
    expect(absent.code()).to.equal('not_found');
    let cells = 0;
    for (const route of placed()) {
      for (const [where, place] of wrongPlaces()) {
        if (!isWrongFor(route, place)) continue;
        for (const who of [world.owner, world.member, world.outsider, world.kicked]) {
          const answer = await ask(who.api, route, { ...place, user_id });
          expect(face(answer), `${who.name}: ${route.operationId} in ${where}`).to.equal(want);
          cells += 1;
        }
      }
      for (const who of [world.outsider, world.kicked, world.stranger]) {
        const answer = await ask(who.api, route, { ...world.own, user_id });
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
        const filled = { ...route, path: route.path.replace('{session_id}', ABSENT).replace('{code}', 'whatever') };
        faces.add(face(await ask(api, filled, { ...place, user_id: world.member.userId })));
      }
    }
    expect([...faces]).to.have.length(1);
    expect([...faces][0]).to.include('unauthenticated');
  });

  it('differ from a visible place in which the member lacks a permission', async () => {
    const refused: Record<string, string> = {};
    for (const route of placed()) {
      if (
        route.method === 'GET' ||
        ['leaveGuild', 'addReaction', 'removeReaction', 'sendMessage'].includes(route.operationId)
      )
        continue;
      const answer = await ask(world.member.api, route, { ...world.own, user_id: world.owner.userId });
      refused[route.operationId] = answer.status < 400 ? 'done' : answer.code();
    }
    expect(refused).to.deep.equal({
      changeGuild: 'missing_permission',
      deleteGuild: 'not_the_owner',
      kickMember: 'missing_permission',
      createChannel: 'missing_permission',
      changeChannel: 'missing_permission',
      deleteChannel: 'missing_permission',
      // Members may invite friends unless a guild takes that permission away.
      createInvite: 'done',
      editMessage: 'not_the_author',
      deleteMessage: 'missing_permission',
    });
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
