import { expect } from 'chai';
import { MessagePage } from '#gateway/protocol/resources.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  logIn,
  makeChannel,
  makeGuild,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { type Double, openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

type Speaker = Awaited<ReturnType<typeof logIn>>;
type Channel = Awaited<ReturnType<typeof makeChannel>>;

const contentsOf = async (speaker: Speaker, channel: Channel): Promise<ReadonlyArray<string | null>> =>
  (await speaker.api('GET', `${pathOf(channel)}/messages`)).as(MessagePage).messages.map(({ content }) => content);

const sayAll = async (speaker: Speaker, channel: Channel, ...contents: ReadonlyArray<string>): Promise<void> => {
  for (const content of contents) await say(speaker, channel, content);
};

describe('a server whose log was restored from an older backup', () => {
  let database: FreshDatabase;
  let double: Double;
  let server: TestServer;
  let channel: Channel;
  /** Number of records in the backup. */
  let backup: number;

  const start = async (): Promise<TestServer> =>
    startServer({ databaseUrl: database.url, eventStoreUrl: double.url() });

  beforeEach(async () => {
    database = await freshDatabase();
    double = await openDouble();
    server = await start();
    const olga = await claimOwner(server, await apiOf(server.url), 'olga');
    channel = await makeChannel(olga, await makeGuild(olga, 'The lounge'), 'side room');
    await sayAll(olga, channel, 'one', 'two');
    backup = double.records.all.length;
    await sayAll(olga, channel, 'lost one', 'lost two', 'lost three');
    await caughtUp(await apiOf(server.url));
  });
  afterEach(async () => {
    await server.stop();
    await double.close();
    await database.drop();
  });

  it('shows at its next start what the log holds, and everything that is said from then on', async () => {
    await server.stop();
    double.records.cutBack(backup);
    server = await start();
    const api = await apiOf(server.url);
    await caughtUp(api);
    const olga = await logIn(api, 'olga');
    expect(await contentsOf(olga, channel)).to.deep.equal(['two', 'one']);
    await sayAll(olga, channel, 'three', 'four');
    await caughtUp(api);
    expect(await contentsOf(olga, channel)).to.deep.equal(['four', 'three', 'two', 'one']);
    expect(server.logged.join('')).to.match(
      /restored from an older backup: it ended at position \d+ \(.*\) and ends at position \d+ .* had seen 3 events that the log does not hold/,
    );
  });

  it('notices it while it runs, and refuses the resume token of a client', async () => {
    const api = await apiOf(server.url);
    const olga = await logIn(api, 'olga');
    await caughtUp(api);
    const ears = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    ears.say({ t: 'identify', d: { access_token: olga.accessToken } });
    const { resume_token } = await ears.hears('ready');
    double.records.cutBack(backup);
    await ears.ended;
    await until(async () => (await api('GET', '/health/ready')).status === 200);
    const back = await logIn(api, 'olga');
    expect(await contentsOf(back, channel)).to.deep.equal(['two', 'one']);
    const again = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    again.say({ t: 'resume', d: { access_token: back.accessToken, resume_token } });
    expect((await again.ended).reason).to.equal('resume_invalid');
    await sayAll(back, channel, 'three');
    await caughtUp(api);
    expect(await contentsOf(back, channel)).to.deep.equal(['three', 'two', 'one']);
  });
});
