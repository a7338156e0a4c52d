import { expect } from 'chai';
import { Client } from 'pg';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { type CuttingProxy, openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { type LogDatabase, logDatabase } from '#infra/workshop/testkit/log-database.ts';
import { LogUnavailable } from '../event-log.ts';

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  );

describe('the close of a log in Postgres', () => {
  let database: LogDatabase;
  let proxy: CuttingProxy;
  /** A client that holds locks on which others wait. */
  let holder: Client;
  beforeEach(async () => {
    database = await logDatabase();
    holder = new Client({ connectionString: database.url });
    await holder.connect();
    proxy = await openCuttingProxy(database.url);
  });
  afterEach(async () => {
    await holder.end();
    await proxy.close();
    await database.drop();
  });

  /** Counts the database sessions of this name that wait for a lock. */
  const waiting = async (name: string): Promise<number> => {
    const { rows } = await database.admin.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`,
      [name],
    );
    return rows.length;
  };

  it('ends an attempt to restore the connection', async () => {
    const log = await database.open();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM log.writer FOR UPDATE');
    await database.endWriterSessions();
    await until(async () => !log.writable() && (await waiting('filament log writer')) === 1);
    await log.close();
    await holder.query('ROLLBACK');
    const next = await database.open();
    expect(await next.append(streamNamed('next'), NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
    await next.close();
  });

  it('does not wait for a silent database', async () => {
    for (const writer of [true, false]) {
      const log = await database.open({ writer, connection: proxy.connection });
      await log.head();
      proxy.silence();
      await log.close();
      proxy.cut();
    }
  });

  it('answers an append under way when the database does not answer in time', async () => {
    const log = await database.open({ connection: proxy.connection, appendWithinMs: 20 });
    proxy.silence();
    const unanswered = failureOf(log.append(streamNamed('a'), NO_REVISION, [storedEvent()]));
    await log.close();
    expect(await unanswered).to.be.instanceOf(LogUnavailable);
  });

  it('is not needed after an opening that failed at its first query', async () => {
    await (await database.open()).close();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE log.migration IN ACCESS EXCLUSIVE MODE');
    const opening = failureOf(database.open({ writer: false, connection: proxy.connection }));
    await until(async () => (await waiting('')) === 1);
    proxy.cut();
    expect(await opening).to.be.instanceOf(LogUnavailable);
    await holder.query('ROLLBACK');
  });

  it('is not needed after a connection that broke while the lease was taken', async () => {
    await (await database.open()).close();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM log.writer FOR UPDATE');
    const opening = failureOf(database.open({ connection: proxy.connection }));
    await until(async () => (await waiting('filament log writer')) === 1);
    proxy.cut();
    expect(await opening)
      .to.be.instanceOf(LogUnavailable)
      .with.property('message')
      .that.includes('Connection terminated unexpectedly');
    await holder.query('ROLLBACK');
  });
});
