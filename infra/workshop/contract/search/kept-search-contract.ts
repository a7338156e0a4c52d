import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import {
  channel,
  channelDeleted,
  channelErased,
  deleted,
  edited,
  guild,
  guildDeleted,
  message,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { compareCuts, compareReplay } from '#infra/workshop/testkit/projection-laws.ts';
import { type Kept, type SearchSide, saying, searchFolder, searchSide } from '#infra/workshop/testkit/search-side.ts';
import { type WrittenLog, writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { AlreadyBuilding, SinkUnavailable } from '#projections/ports/sink.ts';
import { searchIndex } from '#projections/search-index/projector.ts';

const general = { guildId: guild(1), channelId: channel(1) };

const found = async (side: SearchSide, word: string): Promise<ReadonlyArray<string>> => {
  for (;;) {
    const answer = await side.search.search(saying(word))();
    if (answer._tag === 'Right') return answer.right.hits.map(({ messageId }) => messageId);
    // A busy machine may miss the time limit of a search, and then the search is repeated.
    if (answer.left.kind !== 'SearchTooSlow') throw new Error(`a search failed: ${JSON.stringify(answer.left)}`);
  }
};

const anyEvent: fc.Arbitrary<DomainEvent> = fc
  .record({
    what: fc.nat(9),
    guild: fc.integer({ min: 1, max: 2 }),
    channel: fc.integer({ min: 1, max: 3 }),
    message: fc.integer({ min: 1, max: 9 }),
    text: fc.constantFrom('apple', 'pear @ada', 'https://e.org/x.png'),
  })
  .map(({ what, text, ...ids }): DomainEvent => {
    const there = { guildId: guild(ids.guild), channelId: channel(ids.channel) };
    const id = message(ids.message);
    if (what < 5) return sent(there, id, user(1), text);
    if (what < 7) return edited(there, id, `${text} again`);
    if (what === 7) return deleted(there, id, user(1));
    return what === 8 ? channelDeleted(there.guildId, there.channelId) : guildDeleted(there.guildId);
  });

/** Defines the tests of the contract for keepers of an index, for any kind of index that their generations have. */
export const keptSearchContract = (name: string, kept: () => Kept): void => {
  describe(`a search index kept ${name}`, function () {
    this.timeout(120_000);
    let home: Awaited<ReturnType<typeof searchFolder>>;
    let side: SearchSide;
    beforeEach(async () => {
      home = await searchFolder();
      side = searchSide(kept(), home.path);
    });
    afterEach(async () => {
      await side.leave();
      await home.remove();
    });

    /** Reopens the folder as a server does when it starts again. */
    const restart = async (): Promise<void> => {
      await side.leave();
      side = searchSide(kept(), home.path, side.log);
    };
    const generations = async () => (await readdir(home.path)).filter((name) => name.startsWith('g'));
    const say = (n: number, text: string) => side.log.write(sent(general, message(n), user(1), text));

    describe('as a read model', () => {
      const written = (events: ReadonlyArray<DomainEvent>) => {
        const log = writtenLog();
        for (const event of events) log.write(event);
        return log.events;
      };
      const story = written([
        sent(general, message(1), user(1), 'one'),
        sent(general, message(2), user(1), 'two'),
        edited(general, message(1), 'one, better'),
        deleted(general, message(2), user(1)),
        edited(general, message(2), 'too late'),
        sent({ ...general, channelId: channel(2) }, message(3), user(2), 'elsewhere'),
        channelDeleted(guild(1), channel(2)),
        channelErased(guild(1), channel(2)),
        { ...edited(general, message(1), ''), data: { ...edited(general, message(1), '').data, content: ERASED } },
        sent(general, message(4), user(2), 'four'),
      ]);

      for (const size of [1, 2, 4]) {
        it(`gives the same contents in batches of ${size} as in one`, async () => {
          const { live, rebuilt } = await compareCuts(side.sink, searchIndex, story, [size]);
          expect(rebuilt).to.deep.equal(live);
          expect(live.map(({ rows }) => rows)).to.deep.equal([1n]);
        });
      }

      it('keeps the messages of a deleted channel, which may be restored, until the channel is erased', async () => {
        const removed = written([
          sent(general, message(1), user(1), 'one'),
          channelDeleted(guild(1), channel(1)),
          sent({ ...general, channelId: channel(2) }, message(2), user(1), 'two'),
          channelDeleted(guild(1), channel(2)),
          channelErased(guild(1), channel(2)),
        ]);
        const { live, rebuilt } = await compareCuts(side.sink, searchIndex, removed, [1]);
        expect(rebuilt).to.deep.equal(live);
        expect(live.map(({ rows }) => rows)).to.deep.equal([1n]);
      });

      it('is unchanged by a history that is applied twice', async () => {
        const { live, rebuilt } = await compareReplay(side.sink, searchIndex, story);
        expect(rebuilt).to.deep.equal(live);
      });

      it('gives the same contents for any history in any batches', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
            fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
            async (events, sizes) => {
              const { live, rebuilt } = await compareCuts(side.sink, searchIndex, written(events), sizes);
              expect(rebuilt).to.deep.equal(live);
            },
          ),
          { numRuns: 30 },
        );
      });
    });

    it('finds messages after a restart and continues where it stopped', async () => {
      say(1, 'apple');
      side.project();
      await side.settled();
      await restart();
      say(2, 'apple');
      side.project();
      await side.settled();
      expect(await found(side, 'apple')).to.deep.equal([message(2), message(1)]);
      expect(side.lost).to.deep.equal([]);
      const [live] = await side.sink.generations();
      expect(live).to.deep.include({ generation: 1, status: 'active', position: 2n });
    });

    it('is rebuilt while others post and search, and no search fails or misses a message', async () => {
      for (let n = 1; n <= 2_500; n += 1) say(n, `apple ${n % 7 === 0 ? 'seventh' : ''}`);
      side.project();
      await side.settled();
      let busy = true;
      let written = 2_500;
      const posting = async () => {
        while (busy) {
          written += 1;
          say(written, 'apple');
          const position = side.log.write(edited(general, message(written - 3), 'apple, edited'));
          await side.progress.waitFor([searchIndex.name], position - 50n);
        }
      };
      const searching = async () => {
        let newest = '';
        let searches = 0;
        while (busy) {
          const [first = ''] = await found(side, 'apple');
          if (first < newest) throw new Error(`a search went back from ${newest} to ${first}`);
          newest = first;
          searches += 1;
          expect((await found(side, 'seventh')).length).to.equal(50);
        }
        return searches;
      };
      const others = [posting(), searching(), searching()];
      try {
        for (let round = 0; round < 3; round += 1) {
          const { before, after } = await side.rebuild();
          expect(after).to.deep.equal(before);
        }
      } finally {
        busy = false;
      }
      const [, ...searches] = await Promise.all(others);
      expect(Math.min(...searches.map(Number))).to.be.greaterThan(0);
      await side.settled();
      expect((await found(side, 'apple'))[0]).to.equal(message(written));
      expect((await side.verify()).equal).to.equal(true);
    });

    it('leaves one generation and no other directory behind', async () => {
      say(1, 'apple');
      await side.rebuild();
      await side.rebuild();
      await side.verify();
      await side.leave();
      expect(await generations()).to.deep.equal(['g2']);
    });

    it('reports its progress while the first generation is built', async () => {
      for (let n = 1; n <= 2_500; n += 1) say(n, 'apple');
      const told: unknown[] = [];
      await side.rebuild({ onProgress: () => told.push(side.search.trouble()) });
      expect(told).to.deep.equal([
        { kind: 'SearchRebuilding', done: 0.8 },
        { kind: 'SearchRebuilding', done: 1 },
      ]);
      expect(side.search.trouble()).to.equal(undefined);
    });

    it('is built by one builder at a time', async () => {
      say(1, 'apple');
      const first = side.rebuild();
      expect(await side.rebuild().catch((error: unknown) => error)).to.be.instanceOf(AlreadyBuilding);
      await first;
    });

    it('reports the difference when its contents differ from the log', async () => {
      say(1, 'apple');
      await side.rebuild();
      const active = await side.sink.active(searchIndex);
      if (active === undefined) throw new Error('no generation is active');
      await side.sink.apply(active, {
        from: 1n,
        to: 1n,
        changes: [{ op: 'amend', messageId: message(1), content: 'pear', mentions: [], has: [] }],
        parked: [],
      });
      const { equal, live, rebuilt } = await side.verify();
      expect([equal, live[0]?.rows, rebuilt[0]?.rows]).to.deep.equal([false, 1n, 1n]);
    });

    it('removes the directory of a killed builder when it is opened', async () => {
      say(1, 'apple');
      await side.rebuild();
      await side.leave();
      await mkdir(join(home.path, 'g2', 'index'), { recursive: true });
      await writeFile(join(home.path, 'g2', 'index', 'half'), 'half an index');
      side = searchSide(kept(), home.path, side.log);
      expect((await side.sink.generations()).map(({ generation }) => generation)).to.deep.equal([1]);
      expect(await generations()).to.deep.equal(['g1']);
      expect(await found(side, 'apple')).to.deep.equal([message(1)]);
    });

    it('remembers parked streams across a restart and forgets them with the generation', async () => {
      const throwing = {
        ...searchIndex,
        begin: () => {
          const fold = searchIndex.begin();
          return {
            ...fold,
            take: (event: Parameters<typeof fold.take>[0]) => {
              if (event.position === 2n) throw new Error('no way to fold this');
              fold.take(event);
            },
          };
        },
      };
      say(1, 'apple');
      await side.rebuild();
      side.project(throwing);
      say(2, 'apple');
      await side.settled();
      await restart();
      side.project(throwing);
      side.log.write(edited(general, message(2), 'apple again'));
      say(3, 'apple');
      await side.settled();
      const active = await side.sink.active(searchIndex);
      const parked = await side.sink.parked(active ?? { name: '' });
      expect(parked.map(({ position, reason }) => [position, reason])).to.deep.equal([
        [2n, 'no way to fold this'],
        [3n, 'an earlier event of this stream is parked'],
      ]);
      expect(await found(side, 'apple')).to.deep.equal([message(3), message(1)]);
    });

    describe('that is lost', () => {
      beforeEach(async () => {
        for (let n = 1; n <= 20; n += 1) say(n, 'apple');
        side.project();
        await side.settled();
        await side.leave();
      });

      const indexFiles = async (): Promise<ReadonlyArray<string>> => {
        const directory = join(home.path, 'g1', 'index');
        return (await readdir(directory)).map((name) => join(directory, name));
      };
      const garbled = async (garble: (path: string) => Promise<void>): Promise<void> => {
        for (const path of await indexFiles()) await garble(path);
      };
      const LOSSES: ReadonlyArray<readonly [string, () => Promise<void>]> = [
        ['whose folder is gone', () => rm(home.path, { recursive: true })],
        ['whose directory is gone', () => rm(join(home.path, 'g1'), { recursive: true })],
        ['whose files are gone', () => garbled((path) => rm(path))],
        ['whose files are cut short', () => garbled((path) => truncate(path, 10))],
        ['whose files are empty', () => garbled((path) => truncate(path, 0))],
        ['whose files are garbage', () => garbled((path) => writeFile(path, 'garbage '.repeat(2_000)))],
        ['which no file names', () => rm(join(home.path, 'active'))],
        ['which a broken file names', () => writeFile(join(home.path, 'active'), '{"generation":')],
      ];
      for (const [what, lose] of LOSSES) {
        it(`${what} is built again and reports it until it serves`, async () => {
          await lose();
          side = searchSide(kept(), home.path, side.log);
          expect(side.search.trouble()?.kind).to.equal('SearchUnavailable');
          await side.sink.active(searchIndex);
          const asked = await side.search.search(saying('apple'))();
          expect(asked).to.deep.equal({ _tag: 'Left', left: { kind: 'SearchRebuilding', done: 0 } });
          side.project();
          await side.settled();
          expect(await found(side, 'apple')).to.have.length(20);
          expect((await side.verify()).equal).to.equal(true);
        });
      }

      const another = (): WrittenLog => {
        const log = writtenLog();
        for (let n = 1; n <= 30; n += 1) log.write(sent(general, message(n + 100), user(1), 'pear'));
        // In these logs event n always has the same id, so another log needs other ids.
        const elsewhere = '00000000-0000-7000-9000-000000000000' as EventId;
        const readAll: typeof log.feed.readAll = async (after, limit) => {
          const page = await log.feed.readAll(after, limit);
          return { ...page, events: page.events.map((event) => ({ ...event, eventId: elsewhere })) };
        };
        return { ...log, feed: { ...log.feed, readAll, idAt: async () => elsewhere } };
      };

      it('of another log is built again', async () => {
        side = searchSide(kept(), home.path, another());
        side.project();
        await side.settled();
        expect(side.lost).to.have.length(1);
        expect([await found(side, 'apple'), (await found(side, 'pear')).length]).to.deep.equal([[], 30]);
      });

      it('of another log is built again even when it was built while its log was empty', async () => {
        await rm(home.path, { recursive: true });
        side = searchSide(kept(), home.path);
        await side.rebuild();
        side.project();
        say(1, 'apple');
        await side.settled();
        await side.leave();
        side = searchSide(kept(), home.path, another());
        side.project();
        await side.settled();
        expect(side.lost).to.have.length(1);
        expect(await found(side, 'apple')).to.deep.equal([]);
      });

      it('of a log that moved and is numbered differently is built again', async () => {
        side = searchSide(kept(), home.path, side.log, {}, 'moved');
        side.project();
        await side.settled();
        expect(side.lost).to.deep.equal(['the log does not hold the last event of g1']);
        expect((await found(side, 'apple')).length).to.be.greaterThan(0);
      });

      it('of a log that was set back is built again', async () => {
        const shorter = writtenLog();
        for (let n = 1; n <= 5; n += 1) shorter.write(sent(general, message(n), user(1), 'apple'));
        side = searchSide(kept(), home.path, shorter);
        side.project();
        await side.settled();
        expect(await found(side, 'apple')).to.have.length(5);
      });

      it('of a log that was cut back and has grown beyond the place of the index is built again', async () => {
        const { log } = side;
        const before = log.events.length;
        log.cutBack(BigInt(before - 2));
        for (let n = 1; n <= 5; n += 1) log.write(sent(general, message(900 + n), user(1), 'quince'));
        side = searchSide(kept(), home.path, log);
        side.project();
        await side.settled();
        expect(side.lost).to.deep.equal(['the log does not hold the last event of g1']);
        expect(await found(side, 'quince')).to.have.length(5);
        expect((await side.verify()).equal).to.equal(true);
      });

      it('of a log that was cut back exactly to the place of the index is kept', async () => {
        const { log } = side;
        log.write(sent(general, message(901), user(1), 'quince'));
        log.cutBack(BigInt(log.events.length - 1));
        log.write(sent(general, message(902), user(1), 'quince'));
        side = searchSide(kept(), home.path, log);
        side.project();
        await side.settled();
        expect(side.lost).to.deep.equal([]);
        expect(await found(side, 'quince')).to.deep.equal([message(902)]);
      });
    });

    it('is kept by one process at a time and taken over when that one closes it', async () => {
      say(1, 'apple');
      await side.rebuild();
      const second = searchSide(kept(), home.path, side.log);
      try {
        const refused = await second.sink.active(searchIndex).catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(SinkUnavailable);
        expect(second.search.trouble()).to.deep.equal({
          kind: 'SearchUnavailable',
          why: 'another process uses the folder of the search index',
        });
        await side.leave();
        expect((await second.sink.active(searchIndex))?.position).to.equal(1n);
      } finally {
        await second.leave();
      }
    });

    it('is left intact by a builder in a process that does not keep it', async () => {
      say(1, 'apple');
      await side.rebuild();
      const second = searchSide(kept(), home.path, side.log);
      try {
        const refused = await second.rebuild().catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(SinkUnavailable);
        expect(await generations()).to.deep.equal(['g1']);
      } finally {
        await second.leave();
      }
    });

    it('is left intact by a builder after it was closed', async () => {
      say(1, 'apple');
      await side.rebuild();
      await side.leave();
      const refused = await side.rebuild().catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(SinkUnavailable);
      expect(await generations()).to.deep.equal(['g1']);
    });
  });
};
