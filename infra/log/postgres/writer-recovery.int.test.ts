import { expect } from 'chai';
import { BEGINNING, NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { type LogDatabase, logDatabase } from '#infra/workshop/testkit/log-database.ts';
import { type AppendOutcome, LogUnavailable, type StoredEvent } from '../event-log.ts';

const A = streamNamed('message-a');

describe('a recovering writer of the log in Postgres', () => {
  let database: LogDatabase;
  let open: LogDatabase['open'];
  before(async () => {
    database = await logDatabase();
    open = database.open;
  });
  after(() => database.drop());

  const rowCount = async (): Promise<number> => {
    const { rows } = await database.admin.query<{ n: string }>('SELECT count(*) AS n FROM log.events');
    return Number(rows[0]?.n);
  };

  it('settles an append whose answer was lost as stored, and stores it once', async () => {
    const proxy = await openCuttingProxy(database.url);
    const log = await open({ connection: proxy.connection });
    const before = await rowCount();
    await log.append(A, NO_REVISION, [storedEvent('"known head"')]);
    proxy.muffle();
    const lost = log.append(A, 0, [storedEvent('"stored, unanswered"')]);
    await until(async () => (await rowCount()) === before + 2);
    const waiting = log.append(A, 1, [storedEvent('"behind it"')]);
    proxy.cut();

    expect(await lost).to.include({ kind: 'Appended', revision: 1, repeated: false });
    expect(await waiting).to.include({ kind: 'Appended', revision: 2, repeated: false });
    expect((await log.readStream(A, NO_REVISION)).events.map(({ data }) => data)).to.deep.equal([
      '"known head"',
      '"stored, unanswered"',
      '"behind it"',
    ]);
    await log.close();
    await proxy.close();
  });

  it('stores an append that was lost on the way, once the database is back', async () => {
    const log = await open();
    await database.endWriterSessions();
    await until(() => !log.writable());
    const outcome = await log.append(streamNamed('message-lost'), NO_REVISION, [storedEvent()]);
    expect(outcome).to.include({ kind: 'Appended', revision: 0, repeated: false });
    expect(log.writable()).to.equal(true);
    await log.close();
  });

  it('keeps every acknowledged append exactly once while its database session is killed again and again', async () => {
    const log = await open();
    const start = await log.head();
    const acknowledged: Array<string> = [];
    let killing = true;
    const killer = (async () => {
      for (let kill = 0; kill < 12; kill++) {
        const target = acknowledged.length + 60;
        await until(() => acknowledged.length >= target);
        await database.endWriterSessions();
      }
      killing = false;
    })();
    const worker = async (name: string): Promise<void> => {
      let revision = NO_REVISION;
      let event: StoredEvent = storedEvent();
      while (killing) {
        const outcome: AppendOutcome | LogUnavailable = await log
          .append(streamNamed(name), revision, [event])
          .catch((error: LogUnavailable) => error);
        // The outcome is unknown, so the same append is repeated.
        if (outcome instanceof LogUnavailable) continue;
        if (outcome.kind !== 'Appended')
          return expect.fail(`${name} met a conflict that no other writer can have caused`);
        acknowledged.push(event.eventId);
        revision = outcome.revision;
        event = storedEvent();
      }
    };
    await Promise.all([killer, ...Array.from({ length: 16 }, (_, n) => worker(`worker-${n}`))]);

    const stored = await log.readAll(start, 100_000);
    expect(stored.map(({ eventId }) => eventId)).to.have.members(acknowledged);
    expect(stored.map(({ position }) => position)).to.deep.equal(stored.map((_, at) => start + BigInt(at + 1)));
    await log.close();
  });

  it('refuses appends at once when too many wait, and an append that waits too long', async () => {
    const log = await open({ queue: { appends: 3, batchEvents: 1 }, appendWithinMs: 600 });
    await log.append(streamNamed('bounded'), NO_REVISION, [storedEvent()]);
    // The client holds the row that every batch needs, as a successor does while it takes over.
    await database.admin.query('BEGIN');
    await database.admin.query('SELECT FROM log.writer FOR UPDATE');
    const events = Array.from({ length: 10 }, () => storedEvent());
    const appendAll = () =>
      Promise.all(
        events.map((event, n) =>
          log.append(streamNamed(`bounded-${n}`), NO_REVISION, [event]).catch((error: unknown) => error),
        ),
      );
    const outcomes = await appendAll();
    for (const outcome of outcomes) expect(outcome).to.be.instanceOf(LogUnavailable);
    const whys = outcomes.map((outcome) => (outcome instanceof Error ? outcome.message : ''));
    expect(whys.filter((why) => why.includes('too many appends'))).to.have.length.within(6, 7);
    expect(whys.filter((why) => why.includes('no answer from the log in time'))).to.have.length.within(3, 4);
    await database.admin.query('ROLLBACK');

    // Each append is repeated with the same ids and stored once, whatever became of the first try.
    for (const [n, event] of events.entries()) {
      const outcome = await log.append(streamNamed(`bounded-${n}`), NO_REVISION, [event]);
      expect(outcome).to.include({ kind: 'Appended', revision: 0 });
    }
    const { rows } = await database.admin.query("SELECT FROM log.events WHERE stream LIKE 'bounded-%'");
    expect(rows).to.have.length(events.length);
    await log.close();
  });

  it('answers waiting appends when it is closed', async () => {
    const log = await open();
    const appended = log.append(streamNamed('closing'), NO_REVISION, [storedEvent()]);
    await log.close();
    expect(await appended).to.include({ kind: 'Appended' });
    const after = await log.append(streamNamed('closing'), 0, [storedEvent()]).catch((error: unknown) => error);
    expect(after).to.be.instanceOf(LogUnavailable);
  });

  it('answers a read after a known head from memory', async () => {
    const log = await open();
    const stream = streamNamed('hot');
    await log.append(stream, NO_REVISION, [storedEvent()]);
    await log.close();
    const again = await open();
    await again.readStream(stream, NO_REVISION);
    await database.admin.query('BEGIN');
    await database.admin.query('LOCK TABLE log.events IN ACCESS EXCLUSIVE MODE');
    expect(await again.readStream(stream, 0)).to.deep.equal({ events: [], head: 0 });
    await database.admin.query('ROLLBACK');
    await again.close();
  });

  it('tells new streams from old ones in one batch after a start', async () => {
    const cold = (name: string) => streamNamed(`cold-${name}`);
    const known = storedEvent('"known"');
    const first = await open();
    await first.append(cold('old'), NO_REVISION, [storedEvent()]);
    await first.append(cold('same'), NO_REVISION, [known]);
    await first.close();
    const log = await open();
    const [conflict, repeated, fresh, next, onTop, alsoFresh] = await Promise.all([
      log.append(cold('old'), NO_REVISION, [storedEvent()]),
      log.append(cold('same'), NO_REVISION, [known]),
      log.append(cold('new'), NO_REVISION, [storedEvent()]),
      log.append(cold('new'), 0, [storedEvent()]),
      log.append(cold('old'), 0, [storedEvent()]),
      log.append(cold('newer'), NO_REVISION, [storedEvent()]),
    ]);
    expect(conflict).to.deep.equal({ kind: 'RevisionConflict', actual: 0 });
    expect(repeated).to.include({ kind: 'Appended', revision: 0, repeated: true });
    for (const [outcome, revision] of [
      [fresh, 0],
      [next, 1],
      [onTop, 1],
      [alsoFresh, 0],
    ] as const)
      expect(outcome).to.include({ kind: 'Appended', revision, repeated: false });
    await log.close();
  });

  it('tells new streams from old ones in every partition after a start', async () => {
    const apart = await logDatabase({ partitionEvents: 4 });
    const first = await apart.open();
    // Positions 1 to 3 lie in the first partition, 4 to 7 in the second, 8 and later in the third.
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      await first.append(streamNamed(name), NO_REVISION, [storedEvent()]);
    await first.close();
    const log = await apart.open();
    const epoch = async () => (await apart.admin.query('SELECT epoch FROM log.writer')).rows;
    const before = await epoch();
    const asNew = (...names: ReadonlyArray<string>) =>
      Promise.all(names.map((name) => log.append(streamNamed(name), NO_REVISION, [storedEvent()])));
    const conflict = { kind: 'RevisionConflict', actual: 0 };
    // The batch would begin in the second partition and end in the third.
    const [fresh, ofFirst, ofSecond, alsoFresh] = await asNew('g', 'a', 'd', 'h');
    expect([ofFirst, ofSecond]).to.deep.equal([conflict, conflict]);
    expect(fresh).to.include({ kind: 'Appended', position: 7n });
    expect(alsoFresh).to.include({ kind: 'Appended', position: 8n });
    expect(await asNew('b')).to.deep.equal([conflict]);
    expect(await asNew('e')).to.deep.equal([conflict]);
    expect(await asNew('i')).to.deep.include.members([
      { kind: 'Appended', position: 9n, revision: 0, repeated: false },
    ]);
    expect(await epoch(), 'the writer kept its lease').to.deep.equal(before);
    await log.close();
    await apart.drop();
  });

  it('judges by the stored heads when it remembers few of them', async () => {
    const log = await open({ heads: 1, queue: { batchEvents: 2 } });
    const names = Array.from({ length: 30 }, (_, n) => streamNamed(`few-${n}`));
    for (const name of names) await log.append(name, NO_REVISION, [storedEvent()]);
    for (const name of names) {
      expect(await log.append(name, NO_REVISION, [storedEvent()])).to.deep.equal({
        kind: 'RevisionConflict',
        actual: 0,
      });
      expect(await log.append(name, 0, [storedEvent()])).to.include({ kind: 'Appended', revision: 1 });
    }
    await log.close();
  });

  it('begins where the log ends', async () => {
    const log = await open();
    const stored = await log.readAll(BEGINNING, 100_000);
    expect(stored.at(-1)?.position).to.equal(await log.head());
    expect(BigInt(stored.length)).to.equal(await log.head());
    await log.close();
  });
});
