import { expect } from 'chai';
import { type CuttingProxy, openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { EXIT, Stop } from './exit-codes.ts';
import { withClient } from './opened.ts';

describe('a command that queries the database', () => {
  let database: FreshDatabase;
  let proxy: CuttingProxy;
  let url: string;
  before(async () => {
    database = await freshDatabase();
    proxy = await openCuttingProxy(database.url);
    url = proxy.url;
  });
  after(async () => {
    await proxy.close();
    await database.drop();
  });

  const stopOf = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => expect.fail('it should have stopped'),
      (error: unknown) => (error instanceof Stop ? error.exitCode : error),
    );

  it('gets its answer', async () => {
    const { rows } = await withClient(url, (client) => client.query('SELECT 1 AS one'));
    expect(rows).to.deep.equal([{ one: 1 }]);
  });

  it('reports a database as away when it accepts the connection and stays silent', async () => {
    proxy.silence();
    expect(await stopOf(withClient(url, async () => expect.fail('there is no answer')))).to.equal(EXIT.unavailable);
    proxy.cut();
  });

  it('reports a database as away when it leaves during a query', async () => {
    const asked = withClient(url, (client) => {
      const answer = client.query('SELECT 1');
      proxy.cut();
      return answer;
    });
    expect(await stopOf(asked)).to.equal(EXIT.unavailable);
  });

  it('ends although the database fell silent after the last answer', async () => {
    await withClient(url, async (client) => {
      await client.query('SELECT 1');
      proxy.silence();
    });
    proxy.cut();
  });
});
