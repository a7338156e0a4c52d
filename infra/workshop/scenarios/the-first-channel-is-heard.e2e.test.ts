/** A client hears of the first channel that is made after it connected, on a whole server over real sockets. */
import { expect } from 'chai';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import { apiOf, makeChannel, makeGuild, newcomer, type Person } from '#infra/workshop/testkit/api-client.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

/** Guilds of each story. The gateway remembers none of them, so each first channel makes it read a guild anew. */
const ROUNDS = GUILDS_PER_OWNER_MAX;

describe('the first channel after a client connected', () => {
  let server: TestServer;
  let owner: Person;
  let stories = 0;
  const open: Client[] = [];

  before(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    stories += 1;
    owner = await newcomer(await apiOf(server.url), `owner-${stories}`);
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });
  after(() => server.stop());

  const connected = async (): Promise<Client> => {
    const one = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    open.push(one);
    return one;
  };
  const identify = (one: Client): void => one.say({ t: 'identify', d: { access_token: owner.accessToken } });
  const rounds = Array.from({ length: ROUNDS }, (_, round) => `Guild ${round + 1}`);

  it('is heard by a client that is ready', async () => {
    for (const name of rounds) {
      const guild = await makeGuild(owner, name);
      const listener = await connected();
      identify(listener);
      await listener.hears('ready');
      const { channel_id } = await makeChannel(owner, guild, 'lounge');
      const heard = await listener.hears('channel_create', ({ channel }) => channel.channel_id === channel_id);
      expect(heard.channel).to.deep.include({ guild_id: guild.guild_id, name: 'lounge' });
      listener.close();
      await listener.ended;
    }
  });

  it('is in the snapshot or is heard after it, when it is made while the client identifies', async () => {
    for (const name of rounds) {
      const guild = await makeGuild(owner, name);
      const listener = await connected();
      identify(listener);
      const { channel_id } = await makeChannel(owner, guild, 'lounge');
      const { guilds } = await listener.hears('ready');
      const shown = guilds.flatMap(channelsIn).some((channel) => channel.channel_id === channel_id);
      if (!shown) await listener.hears('channel_create', ({ channel }) => channel.channel_id === channel_id);
      listener.close();
      await listener.ended;
    }
  });

  it('is heard by a client that heard of its new guild a moment before', async () => {
    const listener = await connected();
    identify(listener);
    await listener.hears('ready');
    for (const name of rounds) {
      const guild = await makeGuild(owner, name);
      const { channel_id } = await makeChannel(owner, guild, 'lounge');
      const entered = await listener.hears('guild_create', (d) => d.guild.guild_id === guild.guild_id);
      const shown = channelsIn(entered).some((channel) => channel.channel_id === channel_id);
      if (!shown) await listener.hears('channel_create', ({ channel }) => channel.channel_id === channel_id);
    }
  });
});
