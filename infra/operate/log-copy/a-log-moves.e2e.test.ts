import { expect } from 'chai';
import { MessagePage } from '#gateway/protocol/resources.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import {
  apiOf,
  atLeastNow,
  caughtUp,
  claimOwner,
  logIn,
  makeChannel,
  makeGuild,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { eventStoreDbForTests } from '#infra/workshop/testkit/eventstoredb/server-for-tests.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { client } from '#infra/workshop/testkit/gateway-client.ts';
import { copy } from '#infra/workshop/testkit/log-copies.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a community whose log moves to EventStoreDB and back', () => {
  it('finds all its messages, and continues', async () => {
    const database = await freshDatabase();
    const place = await eventStoreDbForTests().freshLog();
    const moved = async (from: string, to: string): Promise<void> => {
      const source = await openEventLog({ url: from, writer: false });
      const target = await openEventLog({ url: to, writer: true, dangerouslyAcceptVolatile: true });
      await copy(source, target);
      await source.close();
      await target.close();
    };
    const running = async (eventStoreUrl: string) => {
      const server: TestServer = await startServer({ databaseUrl: database.url, eventStoreUrl });
      return { server, api: await apiOf(server.url) };
    };

    const first = await running(database.url);
    const olga = await claimOwner(first.server, first.api, 'olga');
    const guild = await makeGuild(olga, 'The lounge');
    const channel = await makeChannel(olga, guild, 'side room');
    const old = await say(olga, channel, 'in Postgres');
    const ears = await client(`${first.server.url.replace('http', 'ws')}/gateway/ws`, { origin: first.server.url });
    ears.say({ t: 'identify', d: { access_token: olga.accessToken } });
    const { resume_token: resumeToken } = await ears.hears('ready');
    await first.server.stop();
    await ears.ended;
    const contents = async (person: Person, ...after: ReadonlyArray<Parameters<typeof atLeastNow>[0]>) =>
      (await person.api('GET', `${pathOf(channel)}/messages`, atLeastNow(after[0])))
        .as(MessagePage)
        .messages.map(({ content }) => content);

    await moved(database.url, place.url);
    const second = await running(place.url);
    const there = await logIn(second.api, 'olga');
    expect(second.server.logged.join()).to.include('every read model is built anew');
    expect(await contents(there)).to.deep.equal(['in Postgres']);
    expect(
      (await there.api('GET', '/guilds', atLeastNow(old.after))).status,
      'a position token of the other log is refused',
    ).to.equal(400);
    const back = await client(`${second.server.url.replace('http', 'ws')}/gateway/ws`, { origin: second.server.url });
    back.say({ t: 'resume', d: { access_token: there.accessToken, resume_token: resumeToken } });
    expect((await back.ended).code, 'the client starts from a new snapshot').to.be.within(4000, 4999);
    const said = await say(there, channel, 'in EventStoreDB');
    expect(await contents(there, said.after)).to.deep.equal(['in EventStoreDB', 'in Postgres']);
    await caughtUp(second.api);
    await second.server.stop();

    await moved(place.url, database.url);
    const third = await running(database.url);
    const home = await logIn(third.api, 'olga');
    const last = await say(home, channel, 'home again');
    expect(await contents(home, last.after)).to.deep.equal(['home again', 'in EventStoreDB', 'in Postgres']);
    await third.server.stop();
    await place.remove();
    await database.drop();
  });
});
