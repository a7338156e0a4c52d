import { expect } from 'chai';
import pg from 'pg';
import { MessagePage } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  logIn,
  makeChannel,
  makeGuild,
  newcomer,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

type Channel = Awaited<ReturnType<typeof makeChannel>>;

describe('a server whose vault was restored from an older backup', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let server: TestServer;
  let channel: Channel;

  const start = async (): Promise<TestServer> => {
    server = await startServer({ databaseUrl: database.url });
    return server;
  };
  beforeEach(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await start();
    const olga = await claimOwner(server, await apiOf(server.url), 'olga');
    channel = await makeChannel(olga, await makeGuild(olga, 'The lounge'), 'side room');
  });
  afterEach(async () => {
    await server.stop();
    await client.end();
    await database.drop();
  });

  it('counts the texts without keys at its start, and gives no number of a key twice', async () => {
    const olga = await logIn(await apiOf(server.url), 'olga');
    await say(olga, channel, 'has its key');
    await server.stop();
    // The backup is made here: what is written later has keys that it lacks.
    await client.query('CREATE TABLE backup AS SELECT * FROM vault.content_key');
    await client.query('CREATE TABLE backup_of_users AS SELECT * FROM vault.user_key');
    const { rows } = await client.query(`SELECT last_value FROM vault.content_key_id_seq`);
    await start();
    const api = await apiOf(server.url);
    const again = await logIn(api, 'olga');
    for (const content of ['lost one', 'lost two']) await say(again, channel, content);
    await newcomer(api, 'max');
    await server.stop();
    await client.query('DELETE FROM vault.content_key WHERE id NOT IN (SELECT id FROM backup)');
    await client.query('DELETE FROM vault.user_key WHERE user_id NOT IN (SELECT user_id FROM backup_of_users)');
    await client.query(`SELECT setval('vault.content_key_id_seq', $1)`, [rows[0]?.last_value]);

    await start();
    expect(server.logged.join('')).to.match(/"count":2,"why":"1 users[^\n]*the vault is older than the log/);
    const { rows: keys } = await client.query(
      `SELECT data->'content'->>'key' AS key FROM log.events WHERE type = 'message.sent' ORDER BY position`,
    );
    const back = await logIn(await apiOf(server.url), 'olga');
    await say(back, channel, 'after');
    const { rows: newest } = await client.query(
      `SELECT data->'content'->>'key' AS key FROM log.events WHERE type = 'message.sent' ORDER BY position DESC LIMIT 1`,
    );
    expect(keys.map(({ key }) => key)).not.to.include(newest[0]?.key);
    await server.stop();
    await start();
    expect(server.logged.join(''), 'it was found once').not.to.include('the vault is older than the log');
  });

  it('erases again before it is ready what was erased since the backup', async () => {
    const api = await apiOf(server.url);
    const olga = await logIn(api, 'olga');
    const said = await say(olga, channel, 'a slip of the tongue');
    await client.query('CREATE TABLE backup AS SELECT * FROM vault.content_key');
    expect((await olga.api('DELETE', `${pathOf(channel)}/messages/${said.message_id}`)).status).to.be.below(300);
    await caughtUp(api);
    await server.stop();
    await start();
    // The first sweep notes how far it has come.
    for (let noted = 0; noted === 0; ) noted = (await client.query('SELECT FROM projections.erasure')).rowCount ?? 0;
    await server.stop();
    const { rows: erased } = await client.query<{ id: string }>(
      'SELECT id FROM backup WHERE id NOT IN (SELECT id FROM vault.content_key)',
    );
    expect(erased).to.have.length(1);
    await client.query(
      'INSERT INTO vault.content_key OVERRIDING SYSTEM VALUE SELECT * FROM backup ON CONFLICT DO NOTHING',
    );
    await client.query('DELETE FROM vault.erasure');

    await start();
    const { rows } = await client.query('SELECT FROM vault.content_key WHERE id = $1', [erased[0]?.id]);
    expect(rows).to.deep.equal([]);
    expect(server.logged.join('')).to.match(/"count":1[^\n]*an older vault was brought back/);
    const page = (await (await logIn(await apiOf(server.url), 'olga')).api('GET', `${pathOf(channel)}/messages`)).as(
      MessagePage,
    );
    expect(page.messages).to.deep.equal([]);
  });
});
