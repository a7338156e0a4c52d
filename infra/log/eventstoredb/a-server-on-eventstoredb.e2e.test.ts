import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { MessagePage } from '#gateway/protocol/resources.ts';
import { passingTrouble } from '#infra/app/startup-trouble.ts';
import {
  apiOf,
  atLeastNow,
  caughtUp,
  claimOwner,
  join,
  logIn,
  makeChannel,
  makeGuild,
  newcomer,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { type Double, openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { eventStoreDbForTests, type FreshLog } from '#infra/workshop/testkit/eventstoredb/server-for-tests.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';

/** Milliseconds of the outage. It is longer than every time limit inside: of an append, a keep-alive, a retry pause. */
const AWAY_MS = 60_000;
/** Milliseconds between two requests. A socket that sends more often is closed as a flood. */
const ASK_EVERY_MS = 1_000;

describe('a server whose log is on EventStoreDB', () => {
  let database: FreshDatabase;
  let log: FreshLog;
  before(async () => {
    database = await freshDatabase();
    log = await eventStoreDbForTests().freshLog();
  });
  after(async () => {
    await log.remove();
    await database.drop();
  });

  it('carries a community and continues with it after a restart', async () => {
    const settings = { databaseUrl: database.url, eventStoreUrl: log.url };
    const first = await startServer(settings);
    const api = await apiOf(first.url);
    const olga = await claimOwner(first, api, 'olga');
    const max = await newcomer(api, 'max');
    const guild = await makeGuild(olga, 'The lounge');
    const channel = await makeChannel(olga, guild, 'side room');
    await join(olga, guild, max);
    await caughtUp(api);

    const ears = await client(`${first.url.replace('http', 'ws')}/gateway/ws`, { origin: first.url });
    ears.say({ t: 'identify', d: { access_token: max.accessToken } });
    await ears.hears('ready');
    ears.say({ t: 'subscribe', d: { channel_id: channel.channel_id } });
    await ears.hears('subscribed');
    const said = await say(olga, channel, 'good evening');
    expect((await ears.hears('message_create')).message.content).to.equal('good evening');
    const edited = await olga.api('PATCH', `${pathOf(channel)}/messages/${said.message_id}`, {
      body: { content: 'good morning' },
    });
    expect(edited.status).to.equal(200);
    await ears.hears('message_update');
    ears.close();
    await ears.ended;
    await first.stop();

    const second = await startServer(settings);
    const again = await apiOf(second.url);
    const back = await logIn(again, 'olga');
    const after = await say(back, channel, 'still here');
    const page = (await back.api('GET', `${pathOf(channel)}/messages`, atLeastNow(after.after))).as(MessagePage);
    expect(page.messages.map(({ content }) => content)).to.deep.equal(['still here', 'good morning']);
    await second.stop();
  });
});

describe('a server whose EventStoreDB goes away', () => {
  let database: FreshDatabase;
  let double: Double;
  before(async () => {
    database = await freshDatabase();
    double = await openDouble();
  });
  after(async () => {
    await double.close();
    await database.drop();
  });

  it('refuses commands with a reason and a waiting time, serves reads, and recovers without help', async () => {
    const server = await startServer({ databaseUrl: database.url, eventStoreUrl: double.url() });
    const api = await apiOf(server.url);
    const olga = await claimOwner(server, api, 'olga');
    const max = await newcomer(api, 'max');
    const guild = await makeGuild(olga, 'The lounge');
    const channel = await makeChannel(olga, guild, 'side room');
    await join(olga, guild, max);
    const acknowledged = ['before'];
    await say(olga, channel, 'before');
    await caughtUp(api);
    const ears = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    ears.say({ t: 'identify', d: { access_token: max.accessToken } });
    await ears.hears('ready');
    ears.say({ t: 'subscribe', d: { channel_id: channel.channel_id } });
    await ears.hears('subscribed');
    const contents = async () =>
      (await max.api('GET', `${pathOf(channel)}/messages`)).as(MessagePage).messages.map(({ content }) => content);

    const during = { body: { content: 'during' }, headers: { 'Idempotency-Key': ulid() } };
    await double.goAway();
    const nonce = ulid();
    ears.say({ t: 'message_create', d: { channel_id: channel.channel_id, content: 'said at a socket', nonce } });
    const refusedThere = await ears.hears('error');
    expect(refusedThere).to.include({ ref: nonce, code: 'store_unavailable' }).and.to.include.keys('retry_after_secs');
    expect(refusedThere.detail).not.to.include('EventStoreDB');
    expect(server.logged.join('')).to.match(/EventStoreDB[^\n]*refused a frame/);
    for (const until = performance.now() + AWAY_MS; performance.now() < until; await pause(ASK_EVERY_MS)) {
      ears.say({ t: 'heartbeat', d: {} });
      const refused = await olga.api('POST', `${pathOf(channel)}/messages`, during);
      expect(refused.status).to.equal(503);
      expect(refused.code()).to.equal('store_unavailable');
      expect(Number(refused.headers.get('retry-after'))).to.be.at.least(1);
      expect(await contents(), 'people read on').to.deep.equal(acknowledged);
      expect((await api('GET', '/health/ready')).status).to.equal(503);
      expect((await api('GET', '/health/live')).status).to.equal(200);
    }
    expect(ears.ws.readyState, 'connections stay').to.equal(ears.ws.OPEN);

    await double.comeBack();
    for (let said = false; !said; )
      said = (await olga.api('POST', `${pathOf(channel)}/messages`, during)).status === 201;
    await say(olga, channel, 'after');
    acknowledged.unshift('after', 'during');
    await ears.hears('message_create', ({ message }) => message.content === 'after');
    await caughtUp(api);
    expect(await contents(), 'the refused message is there once').to.deep.equal(acknowledged);
    expect(ears.heard.filter(({ t }) => t === 'message_create')).to.have.length(2);
    ears.close();
    await ears.ended;
    await server.stop();
  }).timeout(AWAY_MS + 120_000);

  it('does not start, and names the log that it waits for', async () => {
    await double.goAway();
    const failure = await startServer({ databaseUrl: database.url, eventStoreUrl: double.url() }).then(
      () => expect.fail('it started without a log'),
      (error: unknown) => error,
    );
    expect(passingTrouble(failure)).to.include('EventStoreDB is away');
    await double.comeBack();
  });
});
