import { expect } from 'chai';
import { type DatabasePool, sql } from 'slonik';
import { openProjectionPool } from '#infra/database/pool.ts';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type WrittenLog, writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { tableModels } from '#projections/registry.ts';
import { adoptCut, adoptLog } from './adopt-log.ts';
import { prepareRegistry } from './registry.ts';
import { postgresSink, type TableSink } from './sink.ts';

const general = { guildId: guild(1), channelId: channel(1) };
const IDENTITY = 'written';

const say = (log: WrittenLog, ...numbers: ReadonlyArray<number>): void => {
  for (const n of numbers) log.write(sent(general, message(n), user(1)));
};

describe('two projectors, one of which still has the events of before a cut', () => {
  let database: FreshDatabase;
  let pool: DatabasePool;
  /** The log as the old process remembers it, and as it is. */
  let remembered: WrittenLog;
  let log: WrittenLog;
  let old: TableSink;
  let young: TableSink;

  const sinkOf = (lineage: string) => postgresSink({ pool, url: database.url, lineage });
  const buildAll = async (sink: TableSink, { feed }: WrittenLog): Promise<void> => {
    for (const model of tableModels) await rebuild({ feed, sink, nowMs: Date.now })(model);
  };
  const shown = () => pool.anyFirst(sql.unsafe`SELECT message_id FROM read.message ORDER BY sent_position`);

  beforeEach(async () => {
    database = await freshDatabase();
    pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    remembered = writtenLog();
    log = writtenLog();
    for (const one of [remembered, log]) say(one, 1, 2, 3, 4);
    const { lineage } = await adoptLog(pool, IDENTITY);
    old = sinkOf(lineage);
    await buildAll(old, remembered);
    log.cutBack(2n);
    say(log, 5, 6, 7);
    young = sinkOf((await adoptCut(pool, { identity: IDENTITY, lineage }, async () => undefined)).lineage);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  it('show what the log holds: the old one sees no generation of the new lineage', async () => {
    await buildAll(young, log);
    for (const model of tableModels) {
      expect(await old.active(model), model.name).to.equal(undefined);
      expect((await young.active(model))?.position, model.name).to.equal(5n);
    }
    expect(await shown()).to.deep.equal([1, 2, 5, 6, 7].map(message));
  });

  it('keep a swap of the old one out, before and after the new one has built', async () => {
    const swapOfOld = () =>
      rebuild({ feed: remembered.feed, sink: old, nowMs: Date.now })(messageTimeline).catch((error: unknown) => error);
    const refused = /the log was cut back meanwhile/;
    expect(await swapOfOld())
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(refused);
    await buildAll(young, log);
    const active = await young.active(messageTimeline);
    expect(await swapOfOld())
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(refused);
    expect(await young.active(messageTimeline)).to.deep.equal(active);
    expect(await shown()).to.deep.equal([1, 2, 5, 6, 7].map(message));
  });

  it('keep the steps of the old one out of the generation that it followed', async () => {
    const [followed] = (await old.generations()).filter(({ model }) => model === messageTimeline.name);
    const generation = followed ?? expect.fail('there is no generation');
    expect(await old.active(messageTimeline), 'it is to be built anew').to.equal(undefined);
    expect(await old.apply(generation, { from: 4n, to: 5n, changes: [], parked: [] })).to.equal('moved');
  });
});
