import { expect } from 'chai';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { gather } from '#projections/engine/gather.ts';
import type { RecordedBatch } from '#projections/ports/event-feed.ts';

const general = { guildId: guild(1), channelId: channel(1) };
const events = (() => {
  const log = writtenLog();
  for (let n = 1; n <= 20; n++) log.write(sent(general, message(n), user(1)));
  return log.events;
})();
const one = (at: number): RecordedBatch => ({ events: events.slice(at, at + 1), through: BigInt(at + 1) });
const tick = () => new Promise(setImmediate);

describe('a gathered feed', () => {
  it('joins batches that came while the consumer was busy, in order, up to about the bound', async () => {
    const source = (async function* () {
      for (let at = 0; at < 10; at++) yield one(at);
    })();
    const sizes: number[] = [];
    const seen: bigint[] = [];
    for await (const batch of gather(source, 4)) {
      sizes.push(batch.events.length);
      seen.push(...batch.events.map(({ position }) => position));
      expect(batch.through).to.equal(batch.events.at(-1)?.position);
      for (let n = 0; n < 20; n++) await tick();
    }
    expect(seen).to.deep.equal(events.slice(0, 10).map(({ position }) => position));
    expect(Math.max(...sizes)).to.equal(4);
  });

  it('holds the source back when the consumer does not keep up', async () => {
    let given = 0;
    const source = (async function* () {
      for (; given < 20; given++) yield one(given);
    })();
    const batches = gather(source, 4);
    await batches.next();
    for (let n = 0; n < 50; n++) await tick();
    expect(given).to.be.lessThan(16);
    await batches.return(undefined);
  });

  it('gives the events before a failure first, and then fails', async () => {
    const source = (async function* () {
      yield one(0);
      yield one(1);
      throw new Error('the store is away');
    })();
    const seen: bigint[] = [];
    let failure: unknown;
    try {
      for await (const batch of gather(source, 100)) seen.push(batch.through);
    } catch (error) {
      failure = error;
    }
    expect(seen.at(-1)).to.equal(2n);
    expect(failure).to.be.instanceOf(Error);
  });
});
