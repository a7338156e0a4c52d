import { expect } from 'chai';
import pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { createSealedTokens } from '#infra/keys/tokens/sealed-tokens.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { followReports, type ReportSeal, reportProgress } from './progress-reports.ts';

const sealOf = (key: number): ReportSeal => {
  const { seal, open } = createSealedTokens(new Uint8Array(32).fill(key), 'postgres');
  return { seal: (report) => seal('progress', '', report), open: (text) => open('progress', '', text) };
};
const SEAL = sealOf(1);

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

  it('arrives, and no other text on its channel moves a position, ahead or at all', async () => {
    const reached = new Map<string, Position>();
    const unfollow = followReports(database.url, SEAL, (model, position) => reached.set(model, position));
    const report = reportProgress(reporter, SEAL);
    await until(async () => {
      report('session-list', 1n);
      return reached.has('session-list');
    });
    const forged = [
      '',
      'no JSON',
      '[1,["a"],["b","-1"]]',
      '[["session-list","900000"],["guild-directory","900000"]]',
      '[["session-list","-1"]]',
      `[["session-list","${'9'.repeat(5_000)}"]]`,
      sealOf(2).seal('[["session-list","900000"]]'),
      createSealedTokens(new Uint8Array(32).fill(1), 'postgres').seal('position', '', '[["session-list","900000"]]'),
    ];
    for (const text of forged) await reporter.query(`SELECT pg_notify('filament_progress', $1)`, [text]);
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
