import { expect } from 'chai';
import { type CuttingProxy, openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a process whose log is away', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let proxy: CuttingProxy;
  let projector: TestServer;
  before(async () => {
    database = await freshDatabase();
    proxy = await openCuttingProxy(database.url);
    await (await startServer({ databaseUrl: database.url })).stop();
    projector = await startServer({ databaseUrl: proxy.url, roles: ['projector'] });
  });
  after(async () => {
    await projector.stop();
    await database.drop();
  });

  const ready = async () => {
    const answer = await fetch(`${projector.url}/health/ready`);
    return { status: answer.status, body: await answer.json() };
  };

  it('says that it waits for the event log, and logs no error', async () => {
    expect((await ready()).status).to.equal(200);
    await proxy.close();
    const { status, body } = await ready();
    expect(status).to.equal(503);
    expect(body).to.deep.include({ code: 'not_ready', detail: 'Waiting for the event log.' });
    expect(projector.logged.filter((line) => JSON.parse(line).level === 'error')).to.deep.equal([]);
  });
});
