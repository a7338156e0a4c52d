/** A client hears of the first channel that is made after it connected, on a whole server over real sockets. */
import { expect } from 'chai';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import { apiOf, makeChannel, makeGuild, newcomer, type Person } from '#infra/workshop/testkit/api-client.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

/** Each story makes as many guilds as a user may own. The gateway remembers none of them before the first channel. */
const GUILDS = Array.from({ length: GUILDS_PER_OWNER_MAX }, (_, n) => `Guild ${n + 1}`);
/** Connections that identify around one new channel. A user may have 10. */
const CONNECTIONS = 5;

describe('the first channel after a client connected', () => {
  let server: TestServer;
  let owner: Person;
  let stories = 0;
  let open: ReadonlyArray<Client> = [];

  before(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    stories += 1;
    owner = await newcomer(await apiOf(server.url), `owner-${stories}`);
  });
  const leave = async (): Promise<void> => {
    for (const one of open) one.close();
    await Promise.all(open.map(({ ended }) => ended));
    open = [];
  };
  afterEach(leave);
  after(() => server.stop());

  const connected = async (): Promise<Client> => {
    const one = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    open = [...open, one];
    return one;
  };
  const identify = (one: Client): void => one.say({ t: 'identify', d: { access_token: owner.accessToken } });
  const ready = async (): Promise<Client> => {
    const one = await connected();
    identify(one);
    await one.hears('ready');
    return one;
  };
  /** Waits until the client knows a channel: from the snapshot, from a guild that came whole, or by itself. */
  const knows = async (one: Client, channelId: string): Promise<void> => {
    const { guilds } = await one.hears('ready');
    const isThere = (entry: Parameters<typeof channelsIn>[0]): boolean =>
      channelsIn(entry).some(({ channel_id }) => channel_id === channelId);
    if (guilds.some(isThere)) return;
    await Promise.any([
      one.hears('guild_create', isThere),
      one.hears('channel_create', ({ channel }) => channel.channel_id === channelId),
    ]);
  };

  it('is heard by a client that is ready', async () => {
    for (const name of GUILDS) {
      const guild = await makeGuild(owner, name);
      const listener = await ready();
      const { channel_id } = await makeChannel(owner, guild, 'lounge');
      await knows(listener, channel_id);
      await leave();
    }
  });

  it('is heard by each client that identifies while the channel is made', async () => {
    for (const name of GUILDS) {
      const listeners = await Promise.all(Array.from({ length: CONNECTIONS }, connected));
      const guild = await makeGuild(owner, name);
      const [first, ...others] = listeners;
      if (first !== undefined) identify(first);
      const making = makeChannel(owner, guild, 'lounge');
      for (const one of others) {
        await (await fetch(`${server.url}/health/live`)).text();
        identify(one);
      }
      const { channel_id } = await making;
      await Promise.all(listeners.map((one) => knows(one, channel_id)));
      await leave();
    }
  });

  it('is heard by a client that heard of its new guild a moment before', async () => {
    const listener = await ready();
    for (const name of GUILDS) {
      const guild = await makeGuild(owner, name);
      const { channel_id } = await makeChannel(owner, guild, 'lounge');
      await knows(listener, channel_id);
    }
    expect(listener.heard.filter(({ t }) => t === 'guild_create')).to.have.length(GUILDS.length);
  });
});
