import { expect } from 'chai';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { searchFolder } from '#infra/workshop/testkit/search-side.ts';
import { type WrittenLog, writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { makeProgress } from '#projections/engine/progress.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { openSearch } from './open-search.ts';
import { readinessOf } from './readiness.ts';
import { partOf } from './roles.ts';

const general = { guildId: guild(1), channelId: channel(1) };
/** A read model in tables that has everything in the log. */
const TABLES = 'tables';
const BEYOND = 1_000n;
const unexpected = (error: unknown): never => {
  throw error;
};

describe('the readiness of a process with a search index', () => {
  let home: Awaited<ReturnType<typeof searchFolder>>;
  let log: WrittenLog;
  let stop: () => Promise<void>;
  /** Reasons for which an index was given up. */
  let lost: string[];
  let letAllGo: () => void;
  /** Resolves when an index of the whole log serves. */
  let indexed: () => Promise<void>;

  /** Opens the search of a process whose read models are all up to date. */
  const opened = (how: { readonly identity: string; readonly cut: boolean; readonly feed?: EventFeed }) => {
    const { feed = log.feed } = how;
    const search = openSearch({
      ...how,
      folder: home.path,
      feed,
      watch: { lost: (why) => void lost.push(why), purgeFailed: unexpected, askFailed: unexpected },
    });
    const progress = makeProgress();
    progress.advance(TABLES, BEYOND);
    indexed = async () => {
      const head = await log.feed.head();
      await until(async () =>
        (await search.projection.generations()).some(
          ({ status, position }) => status === 'active' && position === head,
        ),
      );
    };
    const nothing = () => undefined;
    const watch = { applied: nothing, parked: nothing, retrying: nothing };
    const end = search.keepUpToDate({ progress, watch }, nothing);
    stop = async () => {
      letAllGo();
      await end();
      await search.close();
    };
    const part = partOf(['api', 'gateway', 'projector'], 'postgres:');
    const eventLog = { writable: () => true };
    return readinessOf({ part, eventLog, feed: log.feed, progress, models: [TABLES], search });
  };
  /** A log whose reading waits until it is let go, or fails instead. */
  const held = () => {
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const readAll: EventFeed['readAll'] = async (after, limit, known) => {
      // The mark of the log is its first event. A build reads more at once.
      if (limit > 1) {
        entered.resolve();
        await gate.promise;
      }
      return log.feed.readAll(after, limit, known);
    };
    letAllGo = gate.resolve;
    return { feed: { ...log.feed, readAll }, entered: entered.promise, letGo: gate.resolve, fail: gate.reject };
  };
  const isReady = (readiness: ReturnType<typeof opened>) => until(async () => (await readiness()).length === 0);

  beforeEach(async () => {
    home = await searchFolder();
    log = writtenLog();
    lost = [];
    letAllGo = () => undefined;
    for (let n = 1; n <= 4; n += 1) log.write(sent(general, message(n), user(1), 'apple'));
  });
  afterEach(async () => {
    await stop();
    await home.remove();
  });
  /** Builds the index over the log as it is, cuts the log back, and lets it grow. */
  const indexedAndCut = async (): Promise<void> => {
    const { feed, entered, letGo } = held();
    const readiness = opened({ identity: 'one', cut: false, feed });
    await entered;
    expect(await readiness(), 'a first build is not waited for').to.deep.equal([]);
    letGo();
    await indexed();
    await stop();
    log.cutBack(2n);
    for (let n = 5; n <= 8; n += 1) log.write(sent(general, message(n), user(1), 'apple'));
  };

  it('waits after a cut until the index is built anew', async () => {
    await indexedAndCut();
    const { feed, entered, letGo } = held();
    const readiness = opened({ identity: 'one and a lineage', cut: true, feed });
    await entered;
    expect(lost).to.have.length(1);
    expect(await readiness()).to.deep.equal(['the search index']);
    letGo();
    await isReady(readiness);
  });

  it('waits after a cut for the first index of a folder too', async () => {
    const { feed, entered, letGo } = held();
    const readiness = opened({ identity: 'one and a lineage', cut: true, feed });
    await entered;
    expect(await readiness()).to.deep.equal(['the search index']);
    letGo();
    await isReady(readiness);
  });

  it('waits when the index alone tells of the cut, for another process found it', async () => {
    await indexedAndCut();
    const { feed, entered, letGo } = held();
    const readiness = opened({ identity: 'one', cut: false, feed });
    await entered;
    expect(await readiness()).to.deep.equal(['the search index']);
    letGo();
    await isReady(readiness);
  });

  it('does not wait for an index whose first build after a cut has failed', async () => {
    await indexedAndCut();
    const { feed, entered, fail } = held();
    const readiness = opened({ identity: 'one and a lineage', cut: true, feed });
    await entered;
    expect(await readiness()).to.deep.equal(['the search index']);
    fail(new Error('the disk is full'));
    await isReady(readiness);
  });

  it('does not wait after a cut for an index that the cut left as it was', async () => {
    log.cutBack(0n);
    opened({ identity: 'one', cut: false });
    await indexed();
    await stop();
    const readiness = opened({ identity: 'one and a lineage', cut: true });
    await isReady(readiness);
    expect(lost).to.deep.equal([]);
  });
});
