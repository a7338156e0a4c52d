import { setImmediate as nextTurn } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { BEGINNING, type NewEvent, NO_REVISION, type Position } from '#domain/kernel/event.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { houseEvent, said } from '#infra/workshop/contract/log/house-events.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { createMemoryEventLog } from '#infra/workshop/testkit/memory-event-log.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import type { RecordedBatch } from '#projections/ports/event-feed.ts';
import { type EventLog, LogUnavailable, UnstorableAppend } from '../event-log.ts';
import type { TailLimits } from '../tail.ts';
import { createSealedEventStore } from './sealed-event-store.ts';
import { UnreadableEvent } from './unreadable-event.ts';

const STREAM = streamNamed('message-1');
const FAR_OFF_MS = 1_000_000;

const sealedStore = (log: EventLog = createMemoryEventLog(), tail: Partial<TailLimits> = {}) => {
  const sealer = createSealer(createMemoryKeys());
  return { log, sealer, ...createSealedEventStore({ log, sealer, tail: { pollMs: FAR_OFF_MS, ...tail } }) };
};
const textOf = ({ event }: NewEvent<DomainEvent>): unknown =>
  'content' in event.data ? event.data.content : event.type;

describe('the sealed event store', () => {
  it('appends events and reads them back with their places', async () => {
    const { store } = sealedStore();
    const [one, two] = [said('one'), said('two')];
    expect(await store.append(STREAM, NO_STREAM, [one])()).to.deep.equal(
      E.right({ position: 1n, revision: 0, repeated: false }),
    );
    expect(await store.append(STREAM, { kind: 'Exactly', revision: 0 }, [two])()).to.deep.equal(
      E.right({ position: 2n, revision: 1, repeated: false }),
    );
    const all = await store.readStream(STREAM, NO_REVISION)();
    expect(all).to.deep.equal(
      E.right({
        head: 1,
        events: [
          { ...one, stream: STREAM, revision: 0, position: 1n },
          { ...two, stream: STREAM, revision: 1, position: 2n },
        ],
      }),
    );
    expect(await store.readStream(STREAM, 1)()).to.deep.equal(E.right({ head: 1, events: [] }));
  });

  it('reports a repeated append as repeated, although it was sealed again', async () => {
    const { store } = sealedStore();
    const event = said('once');
    await store.append(STREAM, NO_STREAM, [event])();
    expect(await store.append(STREAM, NO_STREAM, [event])()).to.deep.equal(
      E.right({ position: 1n, revision: 0, repeated: true }),
    );
    expect(await store.append(STREAM, NO_STREAM, [said('once')])()).to.deep.equal(
      E.left({ kind: 'RevisionConflict', actual: 0 }),
    );
  });

  it('is unavailable while the log or the vault is away, and gives the reason', async () => {
    const away = async (): Promise<never> => {
      throw new LogUnavailable('the database sleeps');
    };
    const { store } = sealedStore({ ...createMemoryEventLog(), append: away, readStream: away });
    const unavailable = E.left({ kind: 'StoreUnavailable', why: 'the database sleeps' });
    expect(await store.append(STREAM, NO_STREAM, [said('x')])()).to.deep.equal(unavailable);
    expect(await store.readStream(STREAM, NO_REVISION)()).to.deep.equal(unavailable);

    const vaultAway = async (): Promise<never> => {
      throw new Error('the vault sleeps');
    };
    const log = createMemoryEventLog();
    const sealed = createSealedEventStore({ log, sealer: { seal: vaultAway, open: vaultAway } });
    expect(await sealed.store.append(STREAM, NO_STREAM, [said('x')])()).to.deep.equal(
      E.left({ kind: 'StoreUnavailable', why: 'the vault sleeps' }),
    );
    expect(await log.head(), 'nothing was stored').to.equal(BEGINNING);
  });

  it('reads no stream that holds an unreadable event', async () => {
    const { store, log } = sealedStore();
    await store.append(STREAM, NO_STREAM, [said('one')])();
    await log.append(STREAM, 0, [storedEvent()]);
    const read = await store.readStream(STREAM, NO_REVISION)();
    expect(E.isLeft(read) && read.left).to.include({ kind: 'StoreUnavailable' });
    expect(E.isLeft(read) && read.left.why).to.contain('test.happened@1 at position 2');
  });

  it('throws on facts of the wrong shape instead of reporting an unavailable store', async () => {
    const { store } = sealedStore();
    const wrong = houseEvent({ type: 'guild.deleted', data: {} } as unknown as DomainEvent);
    const error = await store
      .append(STREAM, NO_STREAM, [wrong])()
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UnstorableAppend);
  });
});

describe('the feed of the sealed event store', () => {
  const append = async (store: ReturnType<typeof sealedStore>['store'], from: number, count: number): Promise<void> => {
    for (let n = from; n < from + count; n++)
      await store.append(streamNamed(`message-${n}`), NO_STREAM, [said(`${n}`)])();
  };
  const numbered = (from: number, to: number): ReadonlyArray<string> =>
    Array.from({ length: to - from }, (_, at) => `${from + at}`);

  /** Follows in the background. `seen` holds the events that arrived, and `ended` settles when following ends. */
  const follower = (
    { feed }: ReturnType<typeof sealedStore>,
    after: Position,
    pause: () => Promise<void> = async () => undefined,
  ) => {
    const stop = new AbortController();
    const seen: Array<unknown> = [];
    const ended = (async () => {
      for await (const { events } of feed.follow(after, stop.signal)) {
        seen.push(...events.map(textOf));
        await pause();
      }
    })();
    // A test that awaits `ended` still sees it fail.
    ended.catch(() => undefined);
    return { seen, ended, stop: () => stop.abort() };
  };

  it('reads pages in order and tells how far each one reaches', async () => {
    const { store, feed } = sealedStore();
    await append(store, 0, 5);
    const page: RecordedBatch = await feed.readAll(1n, 3);
    expect(page.events.map(textOf)).to.deep.equal(['1', '2', '3']);
    expect(page.through).to.equal(4n);
    expect(await feed.readAll(5n, 3)).to.deep.equal({ events: [], through: 5n });
    expect(await feed.head()).to.equal(5n);
  });

  it('delivers each event once, to followers that start anywhere and lag at times', async () => {
    // A tail of three entries, so that a slow follower falls out of it often.
    const sealed = sealedStore(createMemoryEventLog(), { entries: 3 });
    await append(sealed.store, 0, 20);
    let held: Promise<void> = Promise.resolve();
    let letGo: () => void = () => undefined;
    const followers = [
      [0, follower(sealed, BEGINNING)],
      [7, follower(sealed, 7n)],
      [20, follower(sealed, 20n)],
      [0, follower(sealed, BEGINNING, () => held)],
    ] as const;
    await append(sealed.store, 20, 20);
    held = new Promise((resolve) => {
      letGo = resolve;
    });
    await append(sealed.store, 40, 30);
    letGo();
    await append(sealed.store, 70, 30);
    const late = follower(sealed, 95n);
    for (const [from, { seen }] of followers) await until(() => seen.length >= 100 - from);
    await until(() => late.seen.length >= 5);
    for (const [from, { seen, stop, ended }] of [...followers, [95, late] as const]) {
      stop();
      await ended;
      expect(seen).to.deep.equal(numbered(from, 100));
    }
  });

  it('decodes an event once for all followers', async () => {
    const log = createMemoryEventLog();
    const { sealer, store } = sealedStore(log);
    let opened = 0;
    const { feed } = createSealedEventStore({
      log,
      sealer: {
        ...sealer,
        open: (texts) => {
          opened += texts.length;
          return sealer.open(texts);
        },
      },
    });
    const followers = [1, 2, 3].map(() => follower({ feed, log, sealer, store }, BEGINNING));
    await append(store, 0, 10);
    for (const { seen } of followers) await until(() => seen.length === 10);
    expect(opened).to.equal(10);
    for (const { stop, ended } of followers) {
      stop();
      await ended;
    }
  });

  it('ends at once when it is aborted, even while nothing happens', async () => {
    const sealed = sealedStore();
    const idle = follower(sealed, BEGINNING);
    await append(sealed.store, 0, 1);
    await until(() => idle.seen.length === 1);
    idle.stop();
    await idle.ended;
    const stopped = new AbortController();
    stopped.abort();
    for await (const _ of sealed.feed.follow(BEGINNING, stopped.signal)) expect.fail('it was told to stop before');
  });

  it('keeps no memory of waits that are over', async () => {
    const log = createMemoryEventLog();
    let looks = 0;
    const wakes = new Set<() => void>();
    const sealed = sealedStore({
      ...log,
      readAll: (after, limit) => {
        looks += 1;
        return log.readAll(after, limit);
      },
      onAppended: (listener) => {
        wakes.add(listener);
        return () => wakes.delete(listener);
      },
    });
    const idle = follower(sealed, BEGINNING);
    const lookOften = async (times: number): Promise<void> => {
      for (const enough = looks + times; looks < enough; await nextTurn()) for (const wake of wakes) wake();
    };
    await lookOften(10);
    const before = Number(queryObjects(Promise));
    await lookOften(1_000);
    expect(Number(queryObjects(Promise)) - before, 'promises that are kept').to.be.below(200);
    idle.stop();
    await idle.ended;
  });

  it('delivers the events before an unreadable one, names it, and continues after it', async () => {
    const sealed = sealedStore();
    await append(sealed.store, 0, 2);
    await sealed.log.append(streamNamed('bad'), NO_REVISION, [storedEvent()]);
    await append(sealed.store, 2, 2);
    const live = follower(sealed, await sealed.feed.head());
    const { feed } = sealed;

    expect((await feed.readAll(BEGINNING, 10)).through).to.equal(2n);
    const refusal = await feed.readAll(2n, 10).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(UnreadableEvent);
    expect(refusal instanceof UnreadableEvent && refusal.place).to.include({ position: 3n, stream: 'bad' });
    expect((await feed.readAll(3n, 10)).events.map(textOf)).to.deep.equal(['2', '3']);

    const follows = follower(sealed, BEGINNING);
    expect(await follows.ended.catch((error: unknown) => error)).to.be.instanceOf(UnreadableEvent);
    expect(follows.seen).to.deep.equal(['0', '1']);

    await append(sealed.store, 4, 1);
    await sealed.log.append(streamNamed('worse'), NO_REVISION, [storedEvent()]);
    expect(await live.ended.catch((error: unknown) => error), 'also in the ring').to.be.instanceOf(UnreadableEvent);
    expect(live.seen).to.deep.equal(['4']);
  });

  it('fails its followers while the log is away, and can be followed again afterwards', async () => {
    const inner = createMemoryEventLog();
    let away = false;
    const log: EventLog = {
      ...inner,
      readAll: async (after, limit) => {
        if (away) throw new LogUnavailable('away');
        return inner.readAll(after, limit);
      },
    };
    const sealed = sealedStore(log);
    const first = follower(sealed, BEGINNING);
    await append(sealed.store, 0, 1);
    await until(() => first.seen.length === 1);
    away = true;
    await append(sealed.store, 1, 1);
    expect(await first.ended.catch((error: unknown) => error)).to.be.instanceOf(LogUnavailable);
    away = false;
    const second = follower(sealed, 1n);
    await until(() => second.seen.length === 1);
    second.stop();
    await second.ended;
    expect(second.seen).to.deep.equal(['1']);
  });
});
