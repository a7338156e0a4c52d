/** Asks every route as a caller of every rank at every kind of place. A declared table says the answers. */
import { expect } from 'chai';
import { Channel, Invite, Role, RoleList } from '#gateway/protocol/resources.ts';
import { ask, type Place, type Route, routesOf } from '#infra/workshop/scenarios/every-route.ts';
import {
  type GuildOfRanks,
  guildOfRanks,
  makeRole,
  makeRoom,
  RANKS,
} from '#infra/workshop/scenarios/guild-of-ranks.ts';
import { type Caller, expected, IN_A_FORUM, type Sight, TABLE } from '#infra/workshop/scenarios/who-may-do-what.ts';
import {
  type Api,
  apiOf,
  atLeastNow,
  caughtUp,
  join,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  type Sent,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const CALLERS: ReadonlyArray<Caller> = ['anonymous', ...RANKS];
type Fresh = { readonly place: Place; readonly sent?: Sent };
type Cell = { readonly world: GuildOfRanks; readonly place: Place };

let made = 0;
const joined = async ({ world, place }: Cell): Promise<Person> => {
  made += 1;
  const person = await newcomer(world.api, `fresh-${made}`);
  await join(world.people.owner, place, person);
  return person;
};
const freshMember = async (cell: Cell): Promise<Fresh> => ({
  place: { ...cell.place, user_id: (await joined(cell)).userId },
});
const freshMessage = async ({ world, place }: Cell): Promise<Fresh> => {
  const { message_id } = await say(world.people.owner, place, 'A word to go');
  return { place: { ...place, message_id } };
};
const freshRoom = async ({ world, place }: Cell): Promise<Fresh> => {
  const { owner } = world.people;
  const { parent_id } = (await owner.api('GET', pathOf(place))).body as { readonly parent_id: string };
  const { channel_id } = await makeRoom(owner, place.guild_id, parent_id, place.channel_id === world.hidden.channel_id);
  return { place: { ...place, channel_id } };
};

/** Operations that use something up when they are done: each makes a new thing for its cell first. */
const FRESH: Readonly<Record<string, (cell: Cell) => Promise<Fresh>>> = {
  register: async ({ place }) => {
    made += 1;
    return { place, sent: { body: { username: `name-${made}`, password: 'a password of nobody' } } };
  },
  // A caller who logs out ends the session that the other cells need.
  logout: async ({ place }) => ({ place, sent: { token: '' } }),
  // Invites of another guild, so that no caller comes into the one of the test.
  ...Object.fromEntries(
    ['acceptInvite', 'previewInvite', 'previewInviteForMe'].map((name) => [
      name,
      async ({ world, place }: Cell): Promise<Fresh> => {
        const invited = await world.people.owner.api('POST', `/guilds/${world.visited}/invites`, { body: {} });
        return { place: { ...place, code: invited.as(Invite).code } };
      },
    ]),
  ),
  deleteRole: async ({ world, place }) => ({
    place: { ...place, role_id: (await makeRole(world.people.owner, place.guild_id, 'brief', [])).role_id },
  }),
  orderRoles: async ({ world, place }) => {
    // The read shows the last change of roles, which is a new one.
    const changed = await world.people.owner.api('POST', `/guilds/${place.guild_id}/roles`, { body: { name: 'new' } });
    changed.as(Role);
    const read = await world.people.owner.api('GET', `/guilds/${place.guild_id}/roles`, atLeastNow(changed));
    const order = read.as(RoleList).roles.flatMap(({ rank, role_id }) => (rank === 0 ? [] : [role_id]));
    return { place, sent: { body: { order } } };
  },
  kickMember: freshMember,
  banMember: freshMember,
  unbanMember: async (cell) => {
    const fresh = await freshMember(cell);
    const { guild_id, user_id } = fresh.place;
    await cell.world.people.owner.api('POST', `/guilds/${guild_id}/members/${user_id}/ban`, { body: {} });
    return fresh;
  },
  revokeInvite: async ({ world, place }) => {
    const invited = await world.people.owner.api('POST', `/guilds/${place.guild_id}/invites`, { body: {} });
    // The list of invites is a read model. Only the owner has a use for the position of this answer.
    await caughtUp(world.api);
    return { place: { ...place, invite_id: invited.as(Invite).invite_id } };
  },
  deleteGuild: async ({ world, place }) => {
    const { guild_id } = await makeGuild(world.people.owner, 'brief');
    return { place: { ...place, guild_id } };
  },
  beginThreadAbout: freshMessage,
  deleteMessage: freshMessage,
  deleteMessages: freshMessage,
  syncChannel: freshRoom,
  deleteChannel: freshRoom,
};

describe('every route', () => {
  let server: TestServer;
  let api: Api;
  let world: GuildOfRanks;
  let routes: ReadonlyArray<Route>;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    world = await guildOfRanks(server, api);
    routes = await routesOf(api);
  });
  after(() => server.stop());

  const caller = (name: Caller): Api => (name === 'anonymous' ? api : world.people[name].api);
  const isIn = (route: Route, part: string): boolean => route.path.includes(`{${part}}`);

  it('has one row in the table, and each row has a route', () => {
    expect(Object.keys(TABLE)).to.have.members(routes.map(({ operationId }) => operationId));
  });

  it('needs a token exactly when the table says so', () => {
    const open = routes.filter(({ security }) => security.length === 0).map(({ operationId }) => operationId);
    const declared = Object.entries(TABLE).flatMap(([name, { needs }]) => (needs === 'nothing' ? [name] : []));
    expect(declared).to.have.members(open);
  });

  /** Asks the routes at a place as every caller, and lists the answers that differ from the table. */
  const differences = async (
    at: string,
    place: Place,
    sight: Sight,
    which: (route: Route) => boolean,
    table = TABLE,
  ): Promise<ReadonlyArray<string>> => {
    const found: Array<string> = [];
    let cells = 0;
    for (const [name, row] of Object.entries(table)) {
      const route = routes.find(({ operationId }) => operationId === name);
      if (route === undefined || !which(route)) continue;
      for (const who of CALLERS) {
        const want = expected(row, who, sight);
        const fresh = want === 'done' || row.always !== undefined ? await FRESH[name]?.({ world, place }) : undefined;
        const answer = await ask(caller(who), route, fresh?.place ?? place, fresh?.sent);
        const code = answer.status < 400 ? 'done' : answer.code();
        // A server without its search index says so to a caller who may search, and to no other.
        const got = code === 'search_unavailable' ? 'done' : code;
        cells += 1;
        if (got !== want) found.push(`${name} as ${who} ${at}: ${got}, and the table says ${want}`);
      }
    }
    expect(cells).to.be.greaterThan(table === TABLE ? 100 : 30);
    return found;
  };
  const inChannel = (route: Route): boolean => isIn(route, 'channel_id');
  const inGuild = (route: Route): boolean => isIn(route, 'guild_id');
  const placed = (route: Route): boolean => inChannel(route) || inGuild(route);

  it('answers in the guild of others as the table says', async () => {
    expect((await differences('in another guild', world.other, 'nobody', placed)).join('\n')).to.equal('');
  });

  it('answers in a deleted guild as the table says', async () => {
    expect((await differences('in a deleted guild', world.deletedGuild, 'nobody', placed)).join('\n')).to.equal('');
  });

  it('answers in a deleted channel as the table says', async () => {
    expect((await differences('in a deleted channel', world.deletedChannel, 'nobody', inChannel)).join('\n')).to.equal(
      '',
    );
  });

  it('answers in a hidden channel as the table says', async () => {
    expect((await differences('in a hidden channel', world.hidden, 'powerful', inChannel)).join('\n')).to.equal('');
  });

  it('answers in a forum as the table says', async () => {
    const body = { name: 'questions', kind: 'forum' };
    const made = await world.people.owner.api('POST', `/guilds/${world.own.guild_id}/channels`, { body });
    const forum = { ...world.own, channel_id: made.as(Channel).channel_id };
    await caughtUp(api);
    expect((await differences('in a forum', forum, 'everybody', inChannel, IN_A_FORUM)).join('\n')).to.equal('');
  });

  it('answers without a place, and in the own guild, as the table says', async () => {
    expect((await differences('here', world.own, 'everybody', () => true)).join('\n')).to.equal('');
  });
});
