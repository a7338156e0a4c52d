import { expect } from 'chai';
import type pg from 'pg';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { type LogDatabase, logDatabase } from '#infra/workshop/testkit/log-database.ts';
import { checkLog } from './log.ts';

/** More events than all samples hold together, so that the samples leave some out. */
const MANY = 150_000;
const EACH = 3;

describe('the doctor’s check of a log in Postgres', () => {
  let database: LogDatabase;
  let client: pg.Client;
  before(async () => {
    database = await logDatabase();
    const log = await database.open();
    await log.append(streamNamed('first'), NO_REVISION, [storedEvent()]);
    await log.close();
    ({ admin: client } = database);
    // Streams of three events that stand far apart, as those of a busy community do.
    await client.query(
      `INSERT INTO log.events (position, stream, revision, event_id, type, schema_version, data, metadata)
       SELECT n, 's-' || (n % $2), (n - 2) / $2, gen_random_uuid(), 'test.happened', 1, '{}', '{}'
       FROM generate_series(2, $1::int) AS n`,
      [MANY + 1, MANY / EACH],
    );
  });
  after(() => database.drop());

  /** A clock that stands still, so that a slow database leaves no sample out. */
  const still = () => 0;
  const found = async (full: boolean, check: string, nowMs = still) =>
    (await checkLog(client, full, nowMs)()).find((finding) => finding.check === check);
  /** Changes the log as no program may, and undoes that after the look. */
  const damaged = async (sql: string, look: () => Promise<void>): Promise<void> => {
    await client.query('BEGIN');
    await client.query('ALTER TABLE log.events DISABLE TRIGGER append_only');
    await client.query('ALTER TABLE log.events_0 DISABLE TRIGGER append_only');
    await client.query(sql);
    await look().finally(() => client.query('ROLLBACK'));
  };

  it('reads every event with --full, and fewer without', async () => {
    expect(await found(true, 'log positions')).to.include({
      state: 'ok',
      says: 'no gap in the 150,001 events checked',
    });
    expect(await found(false, 'log positions')).to.include({
      state: 'ok',
      says: 'no gap in the 100,000 events checked',
    });
    for (const full of [true, false]) expect(await found(full, 'log revisions')).to.include({ state: 'ok' });
  });

  it('reads a sample by position alone, so that its cost does not grow with the log', async () => {
    const asked: Array<{ text: string; values: unknown }> = [];
    const query = client.query.bind(client);
    const spy = new Proxy(client, {
      get: (of, name) =>
        name === 'query'
          ? (text: string, values: unknown) => {
              asked.push({ text, values });
              return query(text, values as unknown[]);
            }
          : Reflect.get(of, name),
    });
    await checkLog(spy, false, still)();
    const samples = asked.filter(({ text }) => text.includes('log.events WHERE position > $1'));
    expect(samples).to.have.length(20);
    const { text, values } = samples[3] ?? expect.fail('there is no sample');
    const { rows } = await query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values as unknown[]);
    const touched: number[] = [];
    const walk = (plan: Record<string, unknown>): void => {
      if ('Relation Name' in plan)
        touched.push(Number(plan['Actual Rows']) + Number(plan['Rows Removed by Filter'] ?? 0));
      for (const inner of (plan['Plans'] as ReadonlyArray<Record<string, unknown>> | undefined) ?? []) walk(inner);
    };
    walk(rows[0]['QUERY PLAN'][0].Plan);
    expect(touched).to.deep.equal([5_000]);
  });

  it('takes no further sample once its time is over, and every event with --full', async () => {
    let now = 0;
    const slow = () => {
      now += 800;
      return now;
    };
    expect(await found(false, 'log positions', slow)).to.include({ says: 'no gap in the 10,000 events checked' });
    expect(await found(true, 'log positions', slow)).to.include({ says: 'no gap in the 150,001 events checked' });
  });

  it('finds a missing event, a doubled revision and a stream without its beginning', async () => {
    const newest = MANY + 1 - 10;
    await damaged(`DELETE FROM log.events WHERE position = ${newest}`, async () => {
      for (const full of [true, false])
        expect(await found(full, 'log positions'))
          .to.include({ state: 'fail' })
          .and.have.property('says')
          .that.includes('1 events are missing');
    });
    await damaged(
      `UPDATE log.events SET stream = 'torn', revision = CASE position WHEN ${newest} THEN 4 ELSE 6 END
       WHERE position IN (${newest}, ${newest + 1})`,
      async () => {
        for (const full of [true, false])
          expect(await found(full, 'log revisions')).to.deep.include({
            state: 'fail',
            says: 'gaps or duplicates in torn',
          });
      },
    );
    await damaged(`UPDATE log.events SET stream = 'headless', revision = 1 WHERE position = 70000`, async () => {
      expect(await found(true, 'log revisions')).to.include({ state: 'fail' });
    });
  });
});
