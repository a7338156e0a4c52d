import { expect } from 'chai';
import pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { hearProgress, tellProgress } from './told-progress.ts';

describe('progress that is told from one process to the others', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let teller: pg.Client;
  before(async () => {
    database = await freshDatabase();
    const pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    await pool.end();
    teller = new pg.Client({ connectionString: database.url });
    await teller.connect();
  });
  after(async () => {
    await teller.end();
    await database.drop();
  });

  it('is heard, whatever else is said on its channel', async () => {
    const heard = new Map<string, Position>();
    const deaf = hearProgress(database.url, (model, position) => heard.set(model, position));
    const tell = tellProgress(teller);
    await until(async () => {
      tell('session-list', 1n);
      return heard.has('session-list');
    });
    for (const nonsense of ['', 'no JSON', 'null', '{"a":1}', '[1,["a"],["b","-1"]]'])
      await teller.query(`SELECT pg_notify('filament_progress', $1)`, [nonsense]);
    tell('session-list', 5n);
    tell('guild-directory', 7n);
    await until(() => heard.has('guild-directory'));
    expect([...heard]).to.deep.equal([
      ['session-list', 5n],
      ['guild-directory', 7n],
    ]);
    await deaf();
  });
});
