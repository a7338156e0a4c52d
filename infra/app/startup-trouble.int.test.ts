import { expect } from 'chai';
import pg from 'pg';
import { sql } from 'slonik';
import { openProjectionPool } from '#infra/database/pool.ts';
import { lockRegistry, prepareRegistry } from '#infra/read-models/registry.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { type CuttingProxy, openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { passingTrouble } from './startup-trouble.ts';

const SOON_MS = 50;

describe('trouble with a real database at the start', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let proxy: CuttingProxy;
  beforeEach(async () => {
    database = await freshDatabase();
    proxy = await openCuttingProxy(database.url);
  });
  afterEach(async () => {
    await proxy.close();
    await database.drop();
  });

  const isWaitedOut = async (asked: Promise<unknown>): Promise<void> => {
    const error = await asked.then(
      () => expect.fail('it was answered'),
      (why: unknown) => why,
    );
    expect(passingTrouble(error), String(error)).to.be.a('string');
  };

  it('is waited out when the database breaks off in the middle of an answer', async () => {
    const raw = new pg.Pool(proxy.connection);
    const pool = await openProjectionPool(proxy.url);
    await pool.query(sql.unsafe`SELECT 1`);
    await raw.query('SELECT 1');
    proxy.muffle();
    const asked = [isWaitedOut(raw.query('SELECT 1')), isWaitedOut(pool.query(sql.unsafe`SELECT 1`))];
    proxy.cut();
    await Promise.all(asked);
    await raw.end();
    await pool.end();
  });

  it('is waited out when the database is silent, while connecting and while answering', async () => {
    const known = new pg.Pool(proxy.connection);
    await known.query('SELECT 1');
    proxy.muffle();
    const silent = { ...proxy.connection, connectionTimeoutMillis: SOON_MS };
    const impatient = { text: 'SELECT 1', query_timeout: SOON_MS };
    const client = new pg.Client(silent);
    const pool = new pg.Pool({ ...silent, max: 1 });
    await Promise.all([
      isWaitedOut(client.connect()),
      isWaitedOut(pool.query('SELECT 1')),
      isWaitedOut(pool.query('SELECT 1')),
      isWaitedOut(known.query(impatient)),
    ]);
    await pool.end();
    await known.end();
  });

  it('is waited out when another process holds a lock for long', async () => {
    const pool = await openProjectionPool(database.url);
    let locked = false;
    let letGo: () => void = () => undefined;
    const other = pool.transaction(async (transaction) => {
      await lockRegistry(transaction);
      locked = true;
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
    });
    await until(() => locked);
    await isWaitedOut(prepareRegistry(pool));
    letGo();
    await other;
    await pool.end();
  });
});
