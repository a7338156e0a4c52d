import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type DatabasePool, sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { NO_REVISION } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { messageStream, type StreamName } from '#domain/kernel/stream.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { LogCutBack } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { channel, edited, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { type CuttableLog, cuttableLogs } from '#infra/workshop/testkit/cuttable-logs.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { SURELY_MS } from '#infra/workshop/testkit/read-side.ts';
import { makeProgress } from '#projections/engine/progress.ts';
import { rebuild, verify } from '#projections/engine/rebuild.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { tableModels } from '#projections/registry.ts';
import { adoptedLineage } from './belong-to-log.ts';
import { buildMissing, keepUpToDate } from './keep-read-models.ts';
import type { LogCut } from './log-cut.ts';
import { prepareRegistry } from './registry.ts';
import { postgresSink } from './sink.ts';

const general = { guildId: guild(1), channelId: channel(1) };
const RANDOM_RUNS = 12;

/** A house of read models over one cuttable log. Each `run` is the life of one projector. */
const staged = async (cuttable: CuttableLog, database: FreshDatabase, pool: DatabasePool) => {
  const sealer = createSealer(createMemoryKeys());
  let clockMs = Date.UTC(2026, 0, 1);
  let ids = 0;
  const cuts: LogCut[] = [];

  const withLog = async <A>(work: (log: OpenedLog) => Promise<A>): Promise<A> => {
    const log = await cuttable.open();
    try {
      return await work(log);
    } finally {
      await log.close();
    }
  };
  const append = (log: OpenedLog, stream: StreamName, event: DomainEvent) => async () => {
    const { store } = createSealedEventStore({ log, sealer });
    const there = await store.readStream(stream, NO_REVISION)();
    if (isLeft(there)) throw new Error(there.left.why);
    const { head } = there.right;
    clockMs += 1_000;
    ids += 1;
    const eventId = `00000000-0000-7000-8000-${ids.toString(16).padStart(12, '0')}` as EventId;
    const time = instantOf(clockMs);
    const metadata = { actor: 'operator:test', correlation: 'test', causation: 'test', time };
    const expected =
      head === NO_REVISION ? { kind: 'NoStream' as const } : { kind: 'Exactly' as const, revision: head };
    const stored = await store.append(stream, expected, [{ eventId, event, metadata }])();
    if (isLeft(stored)) throw new Error(stored.left.kind);
  };
  return {
    cuts,
    withLog,
    /** Sends a message, or edits the one that the log has under this number. */
    say: (...numbers: ReadonlyArray<number>): Promise<void> =>
      withLog(async (log) => {
        for (const n of numbers) {
          const stream = messageStream(message(n));
          const { head } = await log.readStream(stream, NO_REVISION);
          const event =
            head === NO_REVISION ? sent(general, message(n), user(1)) : edited(general, message(n), `version ${ids}`);
          await append(log, stream, event)();
        }
      }),
    /** Runs a projector until it has caught up. It does its first building with `through`. */
    run: (through: (feed: EventFeed) => EventFeed = (feed) => feed): Promise<void> =>
      withLog(async (log) => {
        const watch = { otherLog: () => undefined, cutBack: (cut: LogCut) => void cuts.push(cut) };
        const { lineage } = await adoptedLineage({ pool, log, watch });
        const { feed } = createSealedEventStore({ log, sealer, tail: { pollMs: 5 } });
        const sink = postgresSink({ pool, url: database.url, lineage });
        const stop = new AbortController().signal;
        await buildMissing({ feed: through(feed), sink }, { building: () => undefined, stop });
        const progress = makeProgress();
        const nothing = () => undefined;
        const end = keepUpToDate({
          feed,
          sink,
          progress,
          watch: { applied: nothing, parked: nothing, retrying: nothing },
        });
        const names = tableModels.map(({ name }) => name);
        const there = await progress.waitFor(names, await log.head(), SURELY_MS);
        await end();
        expect(there, 'the read models reach the end of the log').to.equal(true);
      }),
    /** Compares every read model with one that is built from the log as it is now. */
    differing: (): Promise<ReadonlyArray<string>> =>
      withLog(async (log) => {
        const { feed } = createSealedEventStore({ log, sealer });
        const building = { feed, sink: postgresSink({ pool, url: database.url }), nowMs: Date.now };
        const unequal: string[] = [];
        for (const model of tableModels) if (!(await verify(building)(model)).equal) unequal.push(model.name);
        return unequal;
      }),
    /** Brings one read model back to where it stood after its first build. */
    shown: () => pool.anyFirst(sql.unsafe`SELECT message_id FROM read.message ORDER BY sent_position`),
  };
};

for (const [name, make] of Object.entries(cuttableLogs))
  describe(`read models over ${name} that was restored from an older backup`, () => {
    let cuttable: CuttableLog;
    let database: FreshDatabase;
    let pool: DatabasePool;
    let house: Awaited<ReturnType<typeof staged>>;
    beforeEach(async () => {
      cuttable = await make();
      database = await freshDatabase();
      pool = await openProjectionPool(database.url);
      await prepareRegistry(pool);
      house = await staged(cuttable, database, pool);
      await house.say(1, 2, 3, 4, 5, 6);
      await house.run();
    });
    afterEach(async () => {
      await pool.end();
      await database.drop();
      await cuttable.remove();
    });

    it('are built anew, and the cut is measured', async () => {
      await cuttable.keepFirst(4);
      await house.run();
      expect(await house.shown()).to.deep.equal([1, 2, 3, 4].map(message));
      expect(house.cuts.map(({ lost, common }) => [lost, common?.at])).to.deep.equal([[2, '2026-01-01T00:00:04.000Z']]);
      await house.say(7, 8);
      await house.run();
      expect(await house.shown()).to.deep.equal([1, 2, 3, 4, 7, 8].map(message));
      expect(house.cuts, 'the same cut is found once').to.have.length(1);
      expect(await house.differing()).to.deep.equal([]);
    });

    for (const grown of [1, 2, 5])
      it(`are built anew when the log has grown by ${grown} since, to before or beyond the old checkpoint`, async () => {
        await cuttable.keepFirst(4);
        await house.say(...Array.from({ length: grown }, (_, n) => 20 + n));
        await house.run();
        expect(house.cuts.map(({ lost, common }) => [lost, common?.at])).to.deep.equal([
          [2, '2026-01-01T00:00:04.000Z'],
        ]);
        expect((await house.shown()).slice(0, 5)).to.deep.equal([1, 2, 3, 4, 20].map(message));
        expect(await house.differing()).to.deep.equal([]);
      });

    it('are built anew from an empty log', async () => {
      await cuttable.keepFirst(0);
      await house.run();
      expect(await house.shown()).to.deep.equal([]);
      expect(house.cuts.map(({ lost, common }) => [lost, common])).to.deep.equal([[6, undefined]]);
      await house.say(1);
      await house.run();
      expect(await house.differing()).to.deep.equal([]);
    });

    it('stay as they are when the cut falls exactly on their checkpoint', async () => {
      await house.say(7, 8);
      await cuttable.keepFirst(6);
      await house.run();
      expect(house.cuts).to.deep.equal([]);
      await house.say(9);
      await house.run();
      expect(await house.shown()).to.deep.equal([1, 2, 3, 4, 5, 6, 9].map(message));
    });

    it('are built anew together when one of them stands before the cut', async () => {
      // One projector stopped early: its checkpoint is that of the second event.
      await house.withLog(async (log) => {
        const [, second] = await log.readAll(0n, 2);
        await pool.query(sql.unsafe`
          UPDATE projections.generation SET position = ${second?.position ?? 0n}, event_id = ${second?.eventId ?? null}, events = 2
          WHERE model = 'session-list' AND status = 'active'`);
      });
      await cuttable.keepFirst(3);
      await house.say(30, 31, 32, 33);
      await house.run();
      expect(house.cuts.map(({ lost }) => lost)).to.deep.equal([3]);
      expect(await house.differing()).to.deep.equal([]);
    });

    it('learn the event of a checkpoint from before checkpoints named events, and refute a wrong one', async () => {
      const forget = () =>
        pool.query(
          sql.unsafe`UPDATE projections.generation SET event_id = NULL, event_at = NULL, events = NULL, lineage = NULL`,
        );
      await forget();
      await house.run();
      expect(house.cuts).to.deep.equal([]);
      await forget();
      await cuttable.keepFirst(2);
      await house.say(40, 41, 42, 43);
      await house.run();
      expect(
        house.cuts.map(({ lost }) => lost),
        'nobody counted',
      ).to.deep.equal([undefined]);
      expect(await house.differing()).to.deep.equal([]);
    });

    it('are not swapped in by a rebuild that read the log before and after the cut', async () => {
      await house.withLog(async (log) => {
        const { feed } = createSealedEventStore({ log, sealer: createSealer(createMemoryKeys()) });
        let pages = 0;
        const cutting: EventFeed = {
          ...feed,
          readAll: async (after, _limit, known) => {
            pages += 1;
            if (pages === 2) await cuttable.keepFirst(1);
            return feed.readAll(after, 2, known);
          },
        };
        const building = { feed: cutting, sink: postgresSink({ pool, url: database.url }), nowMs: Date.now };
        const outcome = await rebuild({ ...building, pageEvents: 2 })(messageTimeline).catch((error: unknown) => error);
        expect(outcome).to.be.instanceOf(LogCutBack);
      });
      await house.run();
      expect(await house.shown()).to.deep.equal([message(1)]);
      expect(await house.differing()).to.deep.equal([]);
    });
  });

describe('read models over any log', () => {
  it('equal a rebuild from the log, after any history, any cuts and any growth', async () => {
    const database = await freshDatabase();
    const pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ say: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }) }),
      },
      { weight: 2, arbitrary: fc.constant({ run: true as const }) },
      { weight: 2, arbitrary: fc.record({ keep: fc.integer({ min: 0, max: 12 }) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
        const cuttable = await (cuttableLogs['a log in memory'] ?? expect.fail('there is no log in memory'))();
        // Another log each time, so that the read models of the last one are no help.
        const house = await staged(cuttable, database, pool);
        await pool.query(sql.unsafe`UPDATE projections.log SET identity = 'another'`).catch(() => undefined);
        for (const one of steps) {
          if ('say' in one) await house.say(...one.say);
          else if ('keep' in one) await cuttable.keepFirst(one.keep);
          else await house.run();
        }
        await house.run();
        expect(await house.differing()).to.deep.equal([]);
      }),
      { numRuns: RANDOM_RUNS },
    );
    await pool.end();
    await database.drop();
  }).timeout(300_000);
});
