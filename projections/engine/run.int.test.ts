import { expect } from 'chai';
import { sql } from 'slonik';
import type { EventId } from '#domain/kernel/ids.ts';
import { memberStream } from '#domain/kernel/stream.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { postgresSink, type TableSink } from '#infra/read-models/sink.ts';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  joined,
  kicked,
  listed,
  message,
  registered,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { keepProjecting } from '#projections/engine/run.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { UnreadableEvent } from '#projections/ports/event-feed.ts';
import type { TableModel } from '#projections/ports/read-model.ts';
import type { ParkedEvent } from '#projections/ports/sink.ts';

const general = { guildId: guild(1), channelId: channel(1) };
/** Text with a NUL. Postgres refuses the statement each time. */
const UNSTORABLE = 'before\u0000after';

const idsShown = (side: ReadSide) =>
  side.pool.anyFirst(
    sql.unsafe`SELECT message_id FROM read.message WHERE NOT deleted AND kind <> 'joined' ORDER BY sent_position`,
  );

/** message-timeline with a projector that throws at every event of one message. */
const throwingAt = (id: string): TableModel => ({
  ...messageTimeline,
  begin: () => {
    const fold = messageTimeline.begin();
    return {
      ...fold,
      take: (event) => {
        if ('messageId' in event.event.data && event.event.data.messageId === id)
          throw new Error('no way to fold this');
        fold.take(event);
      },
    };
  },
});

describe('a live projection', () => {
  let side: ReadSide;
  let parked: ParkedEvent[];
  beforeEach(async () => {
    side = await readSide();
    parked = [];
    side.log.write(registered(user(1), 'ada'));
    side.log.write(guildCreated(guild(1), user(1)));
    side.log.write(listed(guild(1), channel(1)));
    side.log.write(channelCreated(guild(1), channel(1)));
    side.log.write(joined(guild(1), user(2)));
  });
  afterEach(() => side.close());

  const project = (model: TableModel, watch: Parameters<ReadSide['project']>[1] = {}) =>
    side.project([model], { parked: (_, event) => void parked.push(event), ...watch });

  it('parks the stream of an event whose statement is refused, and applies all others', async () => {
    await side.rebuild(messageTimeline);
    for (let n = 1; n <= 40; n++) {
      side.log.write(sent(general, message(n), user(1), n === 17 ? UNSTORABLE : `text ${n}`));
    }
    project(messageTimeline);
    await side.settled([messageTimeline]);
    expect(await idsShown(side)).to.deep.equal(
      Array.from({ length: 40 }, (_, at) => message(at + 1)).filter((id) => id !== message(17)),
    );
    expect(parked.map(({ stream, position }) => ({ stream, position }))).to.deep.equal([
      { stream: `message-${message(17)}`, position: 22n },
    ]);
  });

  it('parks the stream of an event that makes the projector throw, hides its rows, and parks later events too', async () => {
    const model = throwingAt(message(2));
    side.log.write(sent(general, message(1), user(1)));
    side.log.write(sent(general, message(3), user(1)));
    await side.rebuild(model);
    project(model);
    side.log.write(sent(general, message(2), user(1)));
    side.log.write(sent(general, message(4), user(1)));
    side.log.write(sent(general, message(2), user(1)));
    await side.settled([model]);
    expect(await idsShown(side)).to.deep.equal([message(1), message(3), message(4)]);
    expect(parked.map(({ position, reason }) => ({ position, reason }))).to.deep.equal([
      { position: 8n, reason: 'no way to fold this' },
      { position: 10n, reason: 'an earlier event of this stream is parked' },
    ]);
    const active = await side.sink.active(model);
    expect(await side.sink.parked(active ?? { name: '' })).to.deep.equal(parked);
  });

  it('remembers across a restart which streams are parked', async () => {
    const model = throwingAt(message(1));
    await side.rebuild(model);
    project(model);
    side.log.write(sent(general, message(1), user(1)));
    await side.settled([model]);
    // A second runner, as after a restart. Its projector does not throw, and it still parks the stream.
    side.project([messageTimeline], { parked: (_, event) => void parked.push(event) });
    side.log.write(sent(general, message(1), user(1)));
    side.log.write(sent(general, message(2), user(1)));
    await side.settled([model]);
    expect(await idsShown(side)).to.deep.equal([message(2)]);
    expect(parked.map(({ position }) => position)).to.deep.equal([6n, 7n]);
  });

  it('goes on after an unreadable event, and hides the rows of its stream', async () => {
    await side.rebuild(guildDirectory);
    project(guildDirectory);
    const general = { position: 6n, stream: memberStream(guild(1), user(2)), type: 'guild.member-banished' };
    const eventId = '00000000-0000-7000-8000-000000000005' as EventId;
    side.log.breakAt(general.position, () => new UnreadableEvent({ ...general, eventId }, 'no such event'));
    side.log.write(kicked(guild(1), user(2), user(1)));
    side.log.write(joined(guild(1), user(3)));
    await side.settled([guildDirectory]);
    const members = await side.pool.anyFirst(sql.unsafe`SELECT user_id FROM read.member ORDER BY user_id`);
    expect(members).to.deep.equal([user(1), user(3)]);
    expect(parked).to.deep.equal([{ ...general, reason: 'no such event' }]);
  });

  it('tries again while the store is away, and reports why', async () => {
    await side.rebuild(messageTimeline);
    const said = Promise.withResolvers<string>();
    side.log.breakAt(6n);
    project(messageTimeline, { retrying: (_, why) => said.resolve(why) });
    side.log.write(sent(general, message(1), user(1)));
    expect(await said.promise).to.equal('the store is away');
    side.log.breakAt(undefined);
    await side.settled([messageTimeline]);
    expect(await idsShown(side)).to.deep.equal([message(1)]);
    expect(parked).to.be.empty;
  });

  it('goes on with a generation that another process swapped in', async () => {
    await side.rebuild(messageTimeline);
    project(messageTimeline);
    side.log.write(sent(general, message(1), user(1)));
    await side.settled([messageTimeline]);
    const pool = await openProjectionPool(side.url);
    try {
      const elsewhere = postgresSink({ pool, url: side.url });
      await rebuild({ feed: side.log.feed, sink: elsewhere, nowMs: Date.now })(messageTimeline);
    } finally {
      await pool.end();
    }
    side.log.write(sent(general, message(2), user(1)));
    await side.settled([messageTimeline]);
    expect(await idsShown(side)).to.deep.equal([message(1), message(2)]);
    expect((await side.sink.active(messageTimeline))?.generation).to.equal(2);
  });

  it('shares a read model with another runner, and no event is doubled or missed', async () => {
    await side.rebuild(messageTimeline);
    project(messageTimeline);
    project(messageTimeline);
    for (let n = 1; n <= 300; n++) {
      side.log.write(sent(general, message(n), user(1)));
      if (n % 50 === 0) await side.settled([messageTimeline]);
    }
    await side.settled([messageTimeline]);
    expect((await side.verify(messageTimeline)).equal).to.equal(true);
  });
});

describe('a checkpoint', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    await side.rebuild(guildDirectory);
  });
  after(() => side.close());

  const written = async () => (await side.sink.active(guildDirectory))?.position;

  it('is written with the next change of a row, and not for each event that changes none', async () => {
    let commits = 0;
    const counting: TableSink = {
      ...side.sink,
      apply: (generation, step) => {
        commits++;
        return side.sink.apply(generation, step);
      },
    };
    const stop = new AbortController();
    const never = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const running = keepProjecting({
      feed: side.log.feed,
      sink: counting,
      progress: side.progress,
      watch: { applied: () => undefined, parked: () => undefined, retrying: () => undefined },
      pause: never,
    })(guildDirectory, stop.signal);

    for (let n = 1; n <= 30; n++) {
      side.log.write(sent(general, message(n), user(1)));
      await side.settled([guildDirectory]);
    }
    expect([commits, await written()]).to.deep.equal([0, 0n]);
    side.log.write(registered(user(1), 'ada'));
    await side.settled([guildDirectory]);
    expect([commits, await written()]).to.deep.equal([1, 31n]);
    side.log.write(sent(general, message(31), user(1)));
    await side.settled([guildDirectory]);
    expect(await written()).to.equal(31n);
    stop.abort();
    await running;
    expect(await written(), 'at the end').to.equal(32n);
  });

  it('is written to a generation that was swapped in before its moment, though no event comes any more', async () => {
    let timePasses: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      timePasses = resolve;
    });
    const stop = new AbortController();
    const running = keepProjecting({
      feed: side.log.feed,
      sink: side.sink,
      progress: side.progress,
      watch: { applied: () => undefined, parked: () => undefined, retrying: () => undefined },
      pause: () => held,
    })(guildDirectory, stop.signal);
    const before = await written();
    const head = side.log.write(sent(general, message(33), user(1)));
    await side.settled([guildDirectory]);
    await side.rebuild(guildDirectory);
    expect(await written()).to.equal(before);
    timePasses();
    while ((await written()) !== head) await new Promise(setImmediate);
    stop.abort();
    await running;
  });

  it('catches up with the applied position within a moment', async () => {
    side.project([guildDirectory]);
    const head = side.log.write(sent(general, message(32), user(1)));
    await side.settled([guildDirectory]);
    while ((await written()) !== head) await new Promise(setImmediate);
  });
});

describe('a rebuild that meets a poison event', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (let n = 1; n <= 9; n++) side.log.write(sent(general, message(n), user(1)));
    await side.rebuild(messageTimeline);
    side.log.write(sent(general, message(10), user(1), UNSTORABLE));
    side.log.write(sent(general, message(11), user(1)));
  });
  after(() => side.close());

  const failed = (model: TableModel) => side.rebuild(model).catch((error: unknown) => error);

  it('stops with its position and the reason when the projector throws', async () => {
    const error = await failed(throwingAt(message(4)));
    expect(error).to.be.instanceOf(PoisonEvent);
    expect(error).to.include({ position: 4n, stream: `message-${message(4)}`, message: 'no way to fold this' });
  });

  it('stops with its position when its statement is refused', async () => {
    // A newer version has no active generation, so it is built to the head of the log.
    const error = await failed({ ...messageTimeline, version: messageTimeline.version + 1 });
    expect(error).to.be.instanceOf(PoisonEvent);
    expect(error).to.include({ position: 10n, stream: `message-${message(10)}` });
  });

  it('leaves the active generation as it was', async () => {
    expect(await idsShown(side)).to.have.length(9);
    expect((await side.sink.generations()).map(({ status }) => status)).to.deep.equal(['active']);
  });
});
