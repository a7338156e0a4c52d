import { expect } from 'chai';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { makeProgress } from '#projections/engine/progress.ts';
import { projectedFeed } from '#projections/engine/projected-feed.ts';

const general = { guildId: guild(1), channelId: channel(1) };

describe('the projected feed', () => {
  it('gives each event once and in order, after every named read model has committed it', async () => {
    const log = writtenLog();
    const progress = makeProgress();
    const stop = new AbortController();
    const feed = projectedFeed({ feed: log.feed, progress, models: ['directory', 'timeline'] });
    for (let n = 1; n <= 6; n++) log.write(sent(general, message(n), user(1)));

    const given: bigint[] = [];
    let woken = Promise.withResolvers<void>();
    const following = (async () => {
      for await (const batch of feed.follow(1n, stop.signal)) {
        given.push(...batch.events.map(({ position }) => position));
        expect(batch.events.every(({ position }) => position <= feed.position())).to.equal(true);
        woken.resolve();
        woken = Promise.withResolvers();
      }
    })();
    const advance = async (model: string, to: bigint, opens: boolean) => {
      const { promise } = woken;
      progress.advance(model, to);
      await (opens ? promise : new Promise(setImmediate));
    };

    await advance('directory', 6n, false);
    expect(given).to.be.empty;
    await advance('timeline', 3n, true);
    expect(given).to.deep.equal([2n, 3n]);
    await advance('timeline', 4n, true);
    expect(given).to.deep.equal([2n, 3n, 4n]);
    await advance('timeline', 6n, true);
    expect(given).to.deep.equal([2n, 3n, 4n, 5n, 6n]);

    log.write(sent(general, message(7), user(1)));
    await advance('timeline', 7n, false);
    expect(given).to.have.length(5);
    await advance('directory', 7n, true);
    expect(given.at(-1)).to.equal(7n);

    stop.abort();
    await following;
  });

  describe('names a witness', () => {
    /** Follows the log until the event at this position came out. */
    const readTo = async (feed: ReturnType<typeof projectedFeed>, position: bigint): Promise<void> => {
      for await (const { through } of feed.follow(0n, new AbortController().signal)) if (through >= position) return;
    };
    const witnessed = async () => {
      const log = writtenLog();
      const progress = makeProgress();
      for (let n = 1; n <= 3; n++) log.write(sent(general, message(n), user(1)));
      progress.advance('timeline', 10n);
      const feed = projectedFeed({ feed: log.feed, progress, models: ['timeline'] });
      await readTo(feed, 3n);
      return { log, feed, witness: feed.witness() ?? expect.fail('there is no witness') };
    };

    it('that is the newest event it has read', async () => {
      const { log, witness } = await witnessed();
      expect([witness.position, witness.eventId]).to.deep.equal([3n, log.events[2]?.eventId]);
    });

    it('that holds while the log grows, and no longer once the log was cut back and has grown again', async () => {
      const { log, feed, witness } = await witnessed();
      log.write(sent(general, message(4), user(1)));
      expect(await feed.holds(witness)).to.equal(true);
      log.cutBack(2n);
      expect(await feed.holds(witness), 'after the cut').to.equal(false);
      log.write(sent(general, message(5), user(1)));
      expect(await feed.holds(witness), 'with another event at its place').to.equal(false);
    });

    it('that does not hold while the log cannot be asked', async () => {
      const { log, witness } = await witnessed();
      const away = { ...log.feed, idAt: () => Promise.reject(new Error('the store is away')) };
      const feed = projectedFeed({ feed: away, progress: makeProgress(), models: [] });
      expect(await feed.holds(witness)).to.equal(false);
    });
  });
});
