import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { apiOf } from '#infra/workshop/testkit/api-client.ts';
import { durablePostgres } from '#infra/workshop/testkit/durable-postgres.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';

const CONNECTIONS = 100;

describe('a process that waits for read models without a projector', () => {
  let database: Awaited<ReturnType<typeof durablePostgres>>;
  let home: string;
  before(async () => {
    database = await durablePostgres(CONNECTIONS);
    home = await mkdtemp(join(tmpdir(), 'filament-part-'));
    await (await startServer({ databaseUrl: database.url })).stop();
    const alone = await startServer({ databaseUrl: database.url, roles: ['api'] });
    const registered = await (await apiOf(alone.url))('POST', '/auth/register', {
      body: { username: 'olga', password: 'a long enough one' },
    });
    expect(registered.status).to.equal(202);
    await alone.stop();
  });
  after(async () => {
    await database.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('shuts down in order when it is told to stop', async () => {
    const server = serverProcess(home, await freePort(), {
      FILAMENT_ROLES: 'api',
      FILAMENT_DATABASE_URL: database.url,
    });
    const started = server.start().then(
      () => 'it started',
      (error: Error) => error.message,
    );
    await until(() => server.said().includes('up to date'));
    await server.stop();
    expect(await started).to.include('the server ended with 0');
  });
});
