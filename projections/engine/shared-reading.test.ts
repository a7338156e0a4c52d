import { expect } from 'chai';
import type { Position } from '#domain/kernel/event.ts';
import { guild, guildCreated, user } from '#infra/workshop/testkit/community-events.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { sharedReading } from './shared-reading.ts';

describe('a shared reading of the log', () => {
  const counted = () => {
    const log = writtenLog();
    for (let n = 1; n <= 10; n += 1) log.write(guildCreated(guild(n), user(1)));
    const read: Position[] = [];
    const feed = {
      ...log.feed,
      readAll: (after: Position, limit: number) => {
        read.push(after);
        return log.feed.readAll(after, limit);
      },
    };
    return { log, feed, read };
  };

  it('reads each page once while all its readers keep up', async () => {
    const { feed, read } = counted();
    const shared = sharedReading(feed);
    for (const after of [0n, 2n, 4n]) {
      const [one, two] = await Promise.all([shared.readAll(after, 2), shared.readAll(after, 2)]);
      expect(one.events).to.have.length(2);
      expect(two).to.equal(one);
    }
    expect(read).to.deep.equal([0n, 2n, 4n]);
  });

  it('reads again for a reader behind the kept pages', async () => {
    const { feed, read } = counted();
    const shared = sharedReading(feed, 2);
    for (const after of [0n, 2n, 4n, 4n, 0n]) await shared.readAll(after, 2);
    expect(read).to.deep.equal([0n, 2n, 4n, 0n]);
  });

  it('looks for the end of the log anew each time', async () => {
    const { log, feed } = counted();
    const shared = sharedReading(feed);
    expect((await shared.readAll(8n, 5)).events).to.have.length(2);
    log.write(guildCreated(guild(11), user(1)));
    expect((await shared.readAll(8n, 5)).events).to.have.length(3);
  });

  it('reads a page again after a failure', async () => {
    const { feed } = counted();
    let away = true;
    const shared = sharedReading({
      ...feed,
      readAll: (after, limit) => (away ? Promise.reject(new Error('away')) : feed.readAll(after, limit)),
    });
    const error = await shared.readAll(0n, 2).catch((thrown: unknown) => thrown);
    expect(error).to.be.an('error').with.property('message', 'away');
    away = false;
    expect((await shared.readAll(0n, 2)).events).to.have.length(2);
  });
});
