import { expect } from 'chai';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  listed,
  message,
  registered,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import type { RebuildProgress } from '#projections/engine/rebuild.ts';
import { ensureNotFarBehind, isLargePart } from '#projections/engine/start.ts';
import { CATCH_UP_EVENTS_MAX } from '#projections/limits.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { tableModels } from '#projections/registry.ts';

const general = { guildId: guild(1), channelId: channel(1) };
const viewer = { userId: user(1), sessionId: session(1) };
const FAR = CATCH_UP_EVENTS_MAX + 1;

describe('a read model behind the log at a start', () => {
  let side: ReadSide;
  beforeEach(async () => {
    const log = writtenLog();
    for (const fact of [registered(user(1), 'ada'), guildCreated(guild(1), user(1))]) log.write(fact);
    for (const fact of [listed(guild(1), channel(1)), channelCreated(guild(1), channel(1))]) log.write(fact);
    side = await readSide(log);
    for (const model of tableModels) await side.rebuild(model);
  });
  afterEach(() => side.close());

  const write = (messages: number): void => {
    for (let n = 1; n <= messages; n += 1) side.log.write(sent(general, message(n), user(1)));
  };
  const start = (told: RebuildProgress[] = []) =>
    ensureNotFarBehind({ feed: side.log.feed, sink: side.sink, nowMs: Date.now })(messageTimeline, {
      onProgress: (progress) => told.push(progress),
    });

  it('is rebuilt up to the end of the log when it is far behind, and reports how far it has come', async () => {
    write(FAR);
    const told: RebuildProgress[] = [];
    expect(await start(told)).to.equal('rebuilt');
    const active = await side.sink.active(messageTimeline);
    expect(active).to.include({ generation: 2, position: await side.log.feed.head() });
    expect(told.length).to.be.above(2);
    expect(told.at(-1)).to.deep.include({ model: messageTimeline.name, head: await side.log.feed.head(), etaMs: 0 });
    side.project();
    await side.settled();
    const question = { ...general, viewer, atLeast: undefined, limit: 1, before: undefined };
    const page = await side.queries.channelMessages(question)();
    expect(page).to.have.nested.property('right.value.messages[0].messageId', message(FAR));
    expect((await side.verify(messageTimeline)).equal).to.equal(true);
  }).timeout(60_000);

  it('is left as it is when it is a little behind', async () => {
    write(100);
    expect(await start()).to.equal('near enough');
    expect((await side.sink.active(messageTimeline))?.generation).to.equal(1);
  });

  it('is left to catch up while another process rebuilds it', async () => {
    write(FAR);
    await side.sink.beside(messageTimeline, async () => {
      expect(await start()).to.equal('left to catch up');
    });
  });

  it('is left as it is when it is a little behind and positions are far apart, as on an EventStoreDB', async () => {
    const apart = BigInt(FAR);
    const { feed } = side.log;
    const stretched: EventFeed = {
      ...feed,
      head: async () => (await feed.head()) * apart,
      countAfter: (after, atMost) => feed.countAfter(after / apart, atMost),
    };
    const active = await side.sink.active(messageTimeline);
    const sink = {
      ...side.sink,
      active: async () => (active === undefined ? undefined : { ...active, position: active.position * apart }),
    };
    write(100);
    expect(await ensureNotFarBehind({ feed: stretched, sink, nowMs: Date.now })(messageTimeline)).to.equal(
      'near enough',
    );
  });

  const distances: ReadonlyArray<readonly [string, bigint, bigint, boolean]> = [
    ['a new server', 0n, 0n, false],
    ['a little', 999_000n, 1_000_000n, false],
    ['much, and yet a small part of a long log', 900_000n, 1_000_000n, false],
    ['a large part of a long log', 500_000n, 1_000_000n, true],
    ['all of it', 10n, 600_000n, true],
    ['a log that was set back', 600_000n, 10n, false],
  ];
  for (const [what, at, head, large] of distances) {
    it(`${large ? 'has' : 'does not have'} a large part of the log to read: ${what}`, () =>
      expect(isLargePart(at, head)).to.equal(large));
  }
});
