import { expect } from 'chai';
import * as t from 'io-ts';
import { type DatabasePool, sql } from 'slonik';
import { openProjectionPool, openQueryPool } from '#infra/database/pool.ts';
import { rowSchema } from '#infra/database/row-schema.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

/** Milliseconds to wait for a silent database. A working database answers sooner, even on a busy machine. */
const SOON_MS = 2_000;

describe('the pools', () => {
  let database: FreshDatabase;
  let queries: DatabasePool;
  let projections: DatabasePool;
  before(async () => {
    database = await freshDatabase();
    queries = await openQueryPool(database.url);
    projections = await openProjectionPool(database.url);
    await projections.query(sql.unsafe`CREATE TABLE said (n bigint, at timestamptz, text text)`);
    await projections.query(
      sql.unsafe`INSERT INTO said VALUES (9007199254740993, '2026-01-02T03:04:05.678+09', 'hush')`,
    );
  });
  after(async () => {
    await queries.end();
    await projections.end();
    await database.drop();
  });

  const setting = (pool: DatabasePool, name: string) =>
    pool.oneFirst(sql.type(rowSchema(t.strict({ value: t.string })))`SELECT current_setting(${name}) AS value`);

  it('bound how long a statement, a lock and a silent transaction may last', async () => {
    expect(await setting(queries, 'statement_timeout')).to.equal('5s');
    expect(await setting(projections, 'statement_timeout')).to.equal('1min');
    for (const pool of [queries, projections]) {
      expect(await setting(pool, 'lock_timeout')).to.equal('2s');
      expect(await setting(pool, 'idle_in_transaction_session_timeout')).to.equal('10s');
    }
  });

  it('refuse writes of a query', async () => {
    const refused = await queries.query(sql.unsafe`DELETE FROM said`).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Error).with.property('message').that.includes('read-only transaction');
  });

  it('read lists of whole numbers and times without loss', async () => {
    const row = await queries.one(
      sql.unsafe`SELECT array_append(array_agg(n), NULL) AS n, array_agg(at) AS at FROM said`,
    );
    expect(row).to.deep.equal({ n: [9007199254740993n, null], at: ['2026-01-01T18:04:05.678Z'] });
  });

  it('read whole numbers and times without loss', async () => {
    const row = await queries.one(sql.unsafe`SELECT n, at FROM said`);
    expect(row).to.deep.equal({ n: 9007199254740993n, at: '2026-01-01T18:04:05.678Z' });
  });

  it('give up a connection on which the database is silent, and go on with another', async () => {
    const proxy = await openCuttingProxy(database.url);
    const pool = await openProjectionPool(proxy.url, SOON_MS);
    const one = sql.unsafe`SELECT 1`;
    const asked = [() => pool.oneFirst(one), () => pool.transaction((transaction) => transaction.oneFirst(one))];
    for (const ask of asked) {
      expect(await ask()).to.equal(1);
      proxy.muffle();
      const outcome = await ask().catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(Error).with.property('message', 'Query read timeout');
      proxy.cut();
    }
    expect(await pool.oneFirst(one)).to.equal(1);
    await pool.end();
    await proxy.close();
  });

  it('fail in an answer, and never outside of one, when their connection is cut at any moment', async () => {
    const proxy = await openCuttingProxy(database.url);
    const outcomes: string[] = [];
    for (let pieces = 0; pieces < 14; pieces += 1) {
      proxy.passOnly(pieces);
      const pool = await openQueryPool(proxy.url).catch(() => undefined);
      const asked = pool?.oneFirst(sql.unsafe`SELECT 1`).then(
        () => 'answered',
        () => 'failed',
      );
      outcomes.push((await asked) ?? 'not opened');
      await pool?.end();
      proxy.cut();
    }
    expect(outcomes.at(-1)).to.equal('answered');
    await proxy.close();
  });

  it('refuse an unexpected row without showing its values', async () => {
    const answer = await postgresReadModels(queries).rows({
      name: 'said',
      row: t.strict({ text: t.number }),
      sql: sql.fragment`SELECT text FROM said`,
    })();
    expect(answer).to.deep.equal({
      _tag: 'Left',
      left: { kind: 'ReadModelsUnavailable', why: 'said: a row does not have the expected shape: text is no number' },
    });
  });
});
