import { expect } from 'chai';
import { Client } from 'pg';
import { BEGINNING, NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { type LogDatabase, logDatabase } from '#infra/workshop/testkit/log-database.ts';
import { LogUnavailable } from '../event-log.ts';
import { takeLease, WriterTaken } from './lease.ts';

const A = streamNamed('message-a');
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a writer of the log in Postgres', () => {
  let database: LogDatabase;
  let open: LogDatabase['open'];
  beforeEach(async () => {
    database = await logDatabase({ takeoverWithinMs: 0 });
    open = database.open;
  });
  afterEach(() => database.drop());

  it('is refused with a clear message while another writes, and the other continues', async () => {
    const first = await open();
    const refusal = await failure(open());
    expect(refusal).to.be.instanceOf(WriterTaken);
    expect(String(refusal)).to.contain('another Filament process');
    expect(await first.append(A, NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
    await first.close();
    const second = await open();
    expect(await second.append(A, 0, [storedEvent()])).to.include({ kind: 'Appended', position: 2n });
    await second.close();
  });

  it('is missed within seconds when its database hears nothing from it', async () => {
    const lease = await takeLease({
      connection: { connectionString: database.url },
      partitionEvents: 1_000,
      dangerouslyAcceptVolatile: true,
      answerWithinMs: 4_000,
    });
    // The settings take effect over a network only. A local socket does not need them.
    const { rows } = await lease.client.query<{ name: string; reset_val: string }>(
      "SELECT name, reset_val FROM pg_settings WHERE name LIKE 'tcp_keepalives_%' ORDER BY name",
    );
    expect(rows.map(({ reset_val }) => Number(reset_val))).to.deep.equal([3, 2, 1]);
    await lease.drop();
  });

  it('is followed by a process that only reads and cannot append', async () => {
    const writer = await open();
    const reader = await open({ writer: false });
    let heard = 0;
    reader.onAppended(() => {
      heard++;
    });
    await until(() => heard > 0);
    const before = heard;
    await writer.append(A, NO_REVISION, [storedEvent()]);
    await until(() => heard > before);
    expect(await reader.readAll(BEGINNING, 10)).to.deep.equal(await writer.readAll(BEGINNING, 10));
    expect(await reader.head()).to.equal(1n);
    expect(await failure(reader.append(A, 0, [storedEvent()]))).to.be.instanceOf(LogUnavailable);
    expect(reader.writable()).to.equal(false);
    await reader.close();
    await writer.close();
  });

  it('must create the log before another process can read it', async () => {
    expect(String(await failure(open({ writer: false })))).to.contain('no event log');
  });

  it('appends nothing after another took over, and takes over again when the other ends', async () => {
    const stale = await open({ appendWithinMs: 300 });
    await stale.append(A, NO_REVISION, [storedEvent()]);
    // A living session keeps the log, so the test ends the session again and again until the other process has it.
    let successor: Awaited<ReturnType<typeof open>> | undefined;
    while (successor === undefined) {
      await database.endWriterSessions();
      successor = await open().catch(() => undefined);
    }
    await successor.append(A, 0, [storedEvent('"of the successor"')]);
    const refused = await failure(stale.append(A, 0, [storedEvent('"of the stale one"')]));
    expect(refused).to.be.instanceOf(LogUnavailable);
    expect(String(refused)).to.contain('another Filament process');
    expect(stale.writable()).to.equal(false);
    await successor.close();

    await until(() => stale.writable());
    expect(await stale.append(A, 0, [storedEvent()])).to.deep.equal({ kind: 'RevisionConflict', actual: 1 });
    expect(await stale.append(A, 1, [storedEvent()])).to.include({ kind: 'Appended', position: 3n, repeated: false });
    await stale.close();
  });

  it('adds nothing under an old epoch, even with its lock and its connection whole', async () => {
    const log = await open();
    await log.append(A, NO_REVISION, [storedEvent()]);
    await database.admin.query('UPDATE log.writer SET epoch = epoch + 1');
    await database.admin.query(
      `INSERT INTO log.events VALUES (2, 'message-a', 1, gen_random_uuid(), 'test.happened', 1, '"of another"', '{}')`,
    );
    // The batch finds the new epoch, adds nothing, reads the log again and judges again.
    expect(await log.append(A, 0, [storedEvent()])).to.deep.equal({ kind: 'RevisionConflict', actual: 1 });
    expect(await log.append(A, 1, [storedEvent()])).to.include({ kind: 'Appended', position: 3n, revision: 2 });
    await log.close();
  });

  it('has its batch decided before a successor reads the head', async () => {
    const log = await open();
    await log.append(A, NO_REVISION, [storedEvent()]);
    const successor = new Client({ connectionString: database.url });
    await successor.connect();
    await successor.query('BEGIN');
    await successor.query('UPDATE log.writer SET epoch = epoch + 1');
    const appended = log.append(A, 0, [storedEvent()]);
    // The batch waits for the row that the successor holds.
    await until(async () => {
      const { rows } = await database.admin.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'filament log writer' AND wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    await successor.query('COMMIT');
    const { rows } = await successor.query('SELECT FROM log.events');
    expect(rows, 'no event of the old epoch comes after the new epoch').to.have.length(1);
    // No process took the lock, so the writer returns with a new epoch and tries again.
    expect(await appended).to.include({ kind: 'Appended', position: 2n, revision: 1 });
    await successor.end();
    await log.close();
  });

  it('never overwrites a position that is taken', async () => {
    const log = await open();
    await log.append(A, NO_REVISION, [storedEvent()]);
    await database.admin.query(
      `INSERT INTO log.events VALUES (2, 'intruder', 0, gen_random_uuid(), 'test.happened', 1, '{}', '{}')`,
    );
    expect(await log.append(A, 0, [storedEvent()])).to.include({ kind: 'Appended', position: 3n, revision: 1 });
    expect((await log.readAll(BEGINNING, 10)).map(({ stream }) => stream)).to.deep.equal([A, 'intruder', A]);
    await log.close();
  });
});
