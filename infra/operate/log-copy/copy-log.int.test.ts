import { expect } from 'chai';
import { BEGINNING, NO_REVISION } from '#domain/kernel/event.ts';
import { LogUnavailable } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import {
  copy,
  everyEvent,
  fill,
  type Kept,
  keysOfTheHouse,
  logInEventStoreDb,
  logInPostgres,
  stateBuiltFrom,
} from '#infra/workshop/testkit/log-copies.ts';
import { logDatabase } from '#infra/workshop/testkit/log-database.ts';
import { copyLog, LogsDiffer } from './copy-log.ts';

const MESSAGES = 8_000;

describe('a copy of a log', function () {
  this.timeout(180_000);
  let opened: Kept[];
  const open = async (kept: Promise<Kept>): Promise<OpenedLog> => {
    opened.push(await kept);
    return (await kept).log;
  };
  beforeEach(() => {
    opened = [];
  });
  afterEach(() => Promise.all(opened.map(({ close }) => close())));

  const contentOf = async (log: OpenedLog) => {
    const all: object[] = [];
    for await (const { position: _, ...event } of everyEvent(log)) all.push(event);
    return all;
  };
  const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => expect.fail('it should have failed'),
      (error: unknown) => error,
    );

  it('holds every byte in EventStoreDB and back in Postgres, and all three give equal read models', async () => {
    const original = await open(logInPostgres());
    const moved = await open(logInEventStoreDb());
    const back = await open(logInPostgres());
    const sealer = keysOfTheHouse();
    const events = await fill(original, sealer, MESSAGES);
    expect(events).to.be.at.least(10_000);

    expect(await copy(original, moved)).to.include({ compared: 0, copied: events });
    expect(await copy(moved, back)).to.include({ compared: 0, copied: events });

    const one = everyEvent(original);
    const other = everyEvent(back);
    for await (const event of one) {
      const { value: twin } = await other.next();
      if (JSON.stringify(twin, text) !== JSON.stringify(event, text)) expect(twin).to.deep.equal(event);
    }
    expect((await other.next()).done).to.equal(true);

    const state = await stateBuiltFrom(original, sealer);
    expect(Object.keys(state)).to.have.length.above(8);
    expect(await stateBuiltFrom(moved, sealer)).to.deep.equal(state);
    expect(await stateBuiltFrom(back, sealer)).to.deep.equal(state);
  });

  it('continues where it was cut short and adds later events', async () => {
    for (const target of [await open(logInEventStoreDb()), await open(logInPostgres())]) {
      const original = await open(logInPostgres());
      const events = await fill(original, keysOfTheHouse(), 2_000);
      const stop = new AbortController();
      const cut = copyLog({
        from: original,
        to: target,
        signal: stop.signal,
        onProgress: () => stop.abort(new Error('cut short')),
      });
      expect(await failureOf(cut)).to.have.property('message', 'cut short');
      const report = await copy(original, target);
      expect(report.compared).to.be.within(1, events - 1);
      expect(report.compared + report.copied).to.equal(events);
      await original.append(streamNamed('later'), NO_REVISION, [storedEvent()]);
      expect(await copy(original, target)).to.include({ compared: events, copied: 1 });
      expect(await copy(original, target)).to.include({ compared: events + 1, copied: 0 });
      expect(await contentOf(target)).to.deep.equal(await contentOf(original));
    }
  });

  it('continues after the target refused one event for a while, because no later event was stored before it', async () => {
    const original = await open(logInPostgres());
    const database = await logDatabase();
    const target = { ...original, ...(await database.open()) };
    const close = async (): Promise<void> => {
      await target.close();
      await database.drop();
    };
    opened.push({ log: target, close });
    const stored: Promise<unknown>[] = [];
    for (let n = 0; n < 300; n += 1)
      stored.push(original.append(streamNamed(`s-${n}`), NO_REVISION, [storedEvent(`${n}`)]));
    await Promise.all(stored);
    await database.admin.query(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON log.events_0
        FOR EACH ROW WHEN (NEW.stream = 's-10') EXECUTE FUNCTION full_disk()`);
    expect(await failureOf(copy(original, target))).to.be.instanceOf(LogUnavailable);
    await database.admin.query('DROP TRIGGER full_disk ON log.events_0');
    const { compared, copied } = await copy(original, target);
    expect(compared + copied).to.equal(300);
    expect(await contentOf(target)).to.deep.equal(await contentOf(original));
  });

  it('keeps the order of streams that are written in turns', async () => {
    const original = await open(logInPostgres());
    const moved = await open(logInEventStoreDb());
    for (let n = 0; n < 60; n += 1) {
      const revision = Math.floor(n / 3) * 2 - 1;
      await original.append(streamNamed(`s-${n % 3}`), revision, [storedEvent(`${n}`), storedEvent('{"b" :1}')]);
    }
    await copy(original, moved);
    expect(await contentOf(moved)).to.deep.equal(await contentOf(original));
  });

  it('is refused when the target holds other events, and changes nothing there', async () => {
    const original = await open(logInPostgres());
    const other = await open(logInEventStoreDb());
    const event = storedEvent('"mine"');
    await original.append(streamNamed('a'), NO_REVISION, [event]);
    await other.append(streamNamed('a'), NO_REVISION, [{ ...event, data: '"changed"' }]);
    expect(await failureOf(copy(original, other)))
      .to.be.instanceOf(LogsDiffer)
      .and.to.have.property('message')
      .that.includes('another data');
    expect(await other.readAll(BEGINNING, 10)).to.have.length(1);
  });

  it('is refused when the target holds more events than the source', async () => {
    const original = await open(logInPostgres());
    const other = await open(logInEventStoreDb());
    await fill(original, keysOfTheHouse(), 10);
    await copy(original, other);
    await other.append(streamNamed('more'), NO_REVISION, [storedEvent()]);
    expect(await failureOf(copy(original, other))).to.be.instanceOf(LogsDiffer);
  });
});

const text = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
