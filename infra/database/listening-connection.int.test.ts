import { expect } from 'chai';
import { Client } from 'pg';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { type CuttingProxy, openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { listening } from './listening-connection.ts';

const CHANNEL = 'filament_test';
const SOON = { aliveEveryMs: 50, aliveWithinMs: 200, againAfterMs: 10 };

describe('a listening connection', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let proxy: CuttingProxy;
  let speaker: Client;
  const noted: string[] = [];
  const listener = {
    heard: (payload: string) => noted.push(payload),
    began: () => noted.push('began'),
    ended: () => noted.push('ended'),
  };
  const tell = (payload: string) => speaker.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]);

  before(async () => {
    database = await freshDatabase();
    proxy = await openCuttingProxy(database.url);
    speaker = new Client({ connectionString: database.url });
    await speaker.connect();
  });
  beforeEach(() => noted.splice(0));
  after(async () => {
    await speaker.end();
    await proxy.close();
    await database.drop();
  });

  it('hears what is told on its channel, and nothing after it was stopped', async () => {
    const stop = await listening(proxy.connection, CHANNEL, listener, SOON);
    await tell('one');
    await until(() => noted.includes('one'));
    await stop();
    await tell('two');
    await speaker.query('SELECT 1');
    expect(noted).to.deep.equal(['began', 'one', 'ended']);
  });

  it('says that it is over and that it listens again, after a cut and after silence', async () => {
    const stop = await listening(proxy.connection, CHANNEL, listener, SOON);
    proxy.cut();
    await until(() => noted.filter((one) => one === 'began').length === 2);
    proxy.silence();
    await until(() => noted.filter((one) => one === 'ended').length === 2);
    proxy.cut();
    await until(() => noted.filter((one) => one === 'began').length === 3);
    await tell('after both');
    await until(() => noted.includes('after both'));
    await stop();
    expect(noted).to.deep.equal(['began', 'ended', 'began', 'ended', 'began', 'after both', 'ended']);
  });

  it('is not opened when the first connection fails', async () => {
    const outcome = await listening({ host: '127.0.0.1', port: 1 }, CHANNEL, listener, SOON).then(
      () => 'listens',
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(outcome).to.equal('ECONNREFUSED');
    expect(noted).to.deep.equal([]);
  });
});
