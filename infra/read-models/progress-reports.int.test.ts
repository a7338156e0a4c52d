import { expect } from 'chai';
import pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { followReports, reportProgress } from './progress-reports.ts';

describe('a report of progress from one process to the others', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let reporter: pg.Client;
  before(async () => {
    database = await freshDatabase();
    const pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    await pool.end();
    reporter = new pg.Client({ connectionString: database.url });
    await reporter.connect();
  });
  after(async () => {
    await reporter.end();
    await database.drop();
  });

  it('arrives, whatever other text is sent on its channel', async () => {
    const reached = new Map<string, Position>();
    const unfollow = followReports(database.url, (model, position) => reached.set(model, position));
    const report = reportProgress(reporter);
    await until(async () => {
      report('session-list', 1n);
      return reached.has('session-list');
    });
    for (const nonsense of ['', 'no JSON', 'null', '{"a":1}', '[1,["a"],["b","-1"]]'])
      await reporter.query(`SELECT pg_notify('filament_progress', $1)`, [nonsense]);
    report('session-list', 5n);
    report('guild-directory', 7n);
    await until(() => reached.has('guild-directory'));
    expect([...reached]).to.deep.equal([
      ['session-list', 5n],
      ['guild-directory', 7n],
    ]);
    await unfollow();
  });
});
