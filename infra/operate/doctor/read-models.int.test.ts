import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type DatabasePool, sql } from 'slonik';
import type { EventId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { adoptedLineage } from '#infra/read-models/belong-to-log.ts';
import { newestCut } from '#infra/read-models/log-cut.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { type CuttableLog, cuttableLogs } from '#infra/workshop/testkit/cuttable-logs.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { projection } from '#projections/engine/projection.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { Finding } from './finding.ts';
import { checkReadModels } from './read-models.ts';

const general = { guildId: guild(1), channelId: channel(1) };
const MODEL = messageTimeline.name;

describe('the doctor’s check of read models over a log that was restored from an older backup', () => {
  let cuttable: CuttableLog;
  let database: FreshDatabase;
  let pool: DatabasePool;
  let log: OpenedLog;
  const sealer = createSealer(createMemoryKeys());

  /** Sends messages. Messages `n` and `n + 100` are sent in the second `n` of the year. */
  const say = async (...numbers: ReadonlyArray<number>): Promise<void> => {
    const { store } = createSealedEventStore({ log, sealer });
    for (const n of numbers) {
      const eventId = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as EventId;
      const time = instantOf(Date.UTC(2026, 0, 1, 0, 0, n % 100));
      const metadata = { actor: 'operator:test', correlation: 'test', causation: 'test', time };
      const event = sent(general, message(n), user(1));
      const stored = await store.append(messageStream(message(n)), { kind: 'NoStream' }, [
        { eventId, event, metadata },
      ])();
      if (isLeft(stored)) throw new Error(stored.left.kind);
    }
  };
  const timeline = (lineage: string) => {
    const { feed } = createSealedEventStore({ log, sealer });
    return projection(
      { feed, sink: postgresSink({ pool, url: database.url, lineage }), nowMs: Date.now },
      messageTimeline,
    );
  };
  /** Starts a projector: it finds the lineage and builds the read model. */
  const start = async (): Promise<void> => {
    const watch = { otherLog: () => undefined, cutBack: () => undefined };
    const { lineage } = await adoptedLineage({ pool, log, watch });
    await timeline(lineage).rebuild();
  };
  const found = async (check: string): Promise<Finding | undefined> => {
    const { feed } = createSealedEventStore({ log, sealer });
    const findings = await checkReadModels({
      feed,
      projections: [timeline('')],
      newestCut: () => newestCut(pool),
      keyGaps: async () => ({ gaps: 0, texts: 0 }),
    })();
    return findings.find((finding) => finding.check === check);
  };

  beforeEach(async () => {
    cuttable = await (cuttableLogs['a log in memory'] ?? expect.fail('there is no log in memory'))();
    log = await cuttable.open();
    database = await freshDatabase();
    pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    await say(1, 2, 3, 4, 5, 6);
    await start();
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
    await cuttable.remove();
  });

  it('says before a start that the read model stands beyond the log, or on an event that is gone', async () => {
    expect(await found(MODEL)).to.include({ state: 'ok' });
    expect(await found('log history')).to.equal(undefined);
    await cuttable.keepFirst(4);
    expect(await found(MODEL)).to.include({
      state: 'fail',
      says: "stands at 6, beyond the log's head 4, because the log was restored from an older backup",
    });
    await say(10, 11, 12);
    expect(await found(MODEL)).to.include({
      state: 'fail',
      says: 'the log does not hold its last event, at position 6, because the log was restored from an older backup',
    });
  });

  it('says after it where the log ended and ends, the last common event, and how many events are lost', async () => {
    await cuttable.keepFirst(4);
    await say(10, 11, 12);
    await start();
    expect(await found(MODEL)).to.include({ state: 'ok' });
    const { state, says } = (await found('log history')) ?? expect.fail('the cut is not told');
    expect(state).to.equal('warn');
    expect(says.replace(/found at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, 'found at TIME')).to.equal(
      'found at TIME that the log was restored from an older backup: ' +
        'it ended at position 6 (2026-01-01T00:00:06.000Z) and ends at position 7 (2026-01-01T00:00:12.000Z) now, ' +
        'the last common event is at position 4 (2026-01-01T00:00:04.000Z), ' +
        'the read models had seen 2 events that the log does not hold',
    );
  });

  it('takes an event of the same moment as the last one seen for common', async () => {
    await cuttable.keepFirst(4);
    await say(20, 120);
    await start();
    await cuttable.keepFirst(5);
    await start();
    expect((await found('log history'))?.says).to.match(/the last common event is at position 5 .* had seen 1 events/);
  });

  it('says so when nothing is common to both logs', async () => {
    await cuttable.keepFirst(0);
    await start();
    expect((await found('log history'))?.says).to.match(
      /and ends at its beginning now, no common event is known, the read models had seen 6 events/,
    );
  });

  it('tells of the newest cut, and no longer warns of it after a month', async () => {
    for (const kept of [5, 2]) {
      await cuttable.keepFirst(kept);
      await start();
    }
    // Both may be found within one second.
    await pool.query(sql.unsafe`
      UPDATE projections.cut SET found_at = date_trunc('second', now()) + make_interval(secs => (
        SELECT count(*) FROM projections.cut AS older WHERE older.found_at < cut.found_at
      ) / 1000.0)`);
    expect((await found('log history'))?.says).to.match(/the last common event is at position 2 .* had seen 3 events/);
    await pool.query(sql.unsafe`UPDATE projections.cut SET found_at = found_at - make_interval(days => 31)`);
    const later = await found('log history');
    expect(later).to.include({ state: 'ok' });
    expect(later?.says).to.match(/the last common event is at position 2 /);
  });
});
