import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { message } from '#infra/workshop/testkit/community-events.ts';
import { putMessage } from '#infra/workshop/testkit/index-ops.ts';
import { inOneFile, saying, searchFolder } from '#infra/workshop/testkit/search-side.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { ParkedEvent, Sink } from '#projections/ports/sink.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { type GenerationIndex, IndexDamaged } from './generation-index.ts';
import { lockPath } from './search-folder.ts';
import { type SearchKeeper, searchKeeper } from './search-keeper.ts';
import { searchSink } from './search-sink.ts';

const put = (n: number): IndexOp => putMessage(n, 'apple');

/** Id of the event at a position. */
const idOf = (position: Position): EventId =>
  `00000000-0000-7000-8000-${position.toString().padStart(12, '0')}` as EventId;

describe('the keeper of a search index', () => {
  let home: Awaited<ReturnType<typeof searchFolder>>;
  let keeper: SearchKeeper;
  let sink: Sink<IndexOp>;
  let due: Array<() => void>;
  let purges: number;
  /** An error that `apply` throws after it has stored the changes. */
  let failing: Error | undefined;
  let unclosable: Error | undefined;
  let lost: string[];
  /** Searches wait for this promise. */
  let gate: Promise<void>;

  beforeEach(async () => {
    home = await searchFolder();
    due = [];
    purges = 0;
    failing = undefined;
    unclosable = undefined;
    lost = [];
    gate = Promise.resolve();
    const { openIndex, lock } = inOneFile();
    const watched = async (directory: string, asked: 'new' | 'old'): Promise<GenerationIndex> => {
      const index = await openIndex(directory, asked);
      return {
        ...index,
        apply: async (...step) => {
          await index.apply(...step);
          if (failing !== undefined) throw failing;
        },
        close: async () => {
          await index.close();
          if (unclosable !== undefined) throw unclosable;
        },
        purge: async () => {
          purges += 1;
        },
        search: async (query) => {
          await gate;
          return index.search(query);
        },
      };
    };
    const fail = (error: unknown) => {
      throw error;
    };
    const deps = {
      folder: home.path,
      openIndex: watched,
      lock,
      log: { head: async () => 100n, idAt: async (position: Position) => idOf(position), mark: async () => 'first' },
      watch: { lost: (why: string) => void lost.push(why), purgeFailed: fail, askFailed: fail },
      nowMs: () => performance.now(),
      after: (_: number, callback: () => void) => {
        due.push(callback);
        return () => undefined;
      },
    };
    keeper = searchKeeper(deps);
    ({ sink } = searchSink({ ...deps, keeper, model: searchIndex, pause }));
  });
  afterEach(async () => {
    await keeper.close();
    await home.remove();
    expect(lost).to.deep.equal([]);
  });

  const swapIn = (changes: ReadonlyArray<IndexOp>): Promise<unknown> =>
    sink.beside(searchIndex, async (beside) => {
      await beside.apply({ from: 0n, to: 1n, changes, parked: [] });
      await beside.finish();
      return beside.swap(async function* () {});
    });
  const live = async (changes: ReadonlyArray<IndexOp>): Promise<void> => {
    const active = await sink.active(searchIndex);
    if (active === undefined) throw new Error('no generation is serving');
    const { position } = active;
    await sink.apply(active, { from: position, to: position + 1n, changes, parked: [] });
  };

  it('purges removed text once for several removals, and not at all without one', async () => {
    await swapIn([put(1), put(2)]);
    const whileBuilt = purges;
    await live([put(3)]);
    expect(due).to.be.empty;
    await live([{ op: 'remove', messageId: message(1) }]);
    await live([{ op: 'amend', messageId: message(2), content: 'pear', mentions: [], has: [] }]);
    expect(due).to.have.length(1);
    due[0]?.();
    expect(purges).to.equal(whileBuilt + 1);
  });

  it('purges removed text even when the removal was stored and then reported as a failure', async () => {
    await swapIn([put(1)]);
    failing = new Error('too many open files');
    const failed = await live([{ op: 'remove', messageId: message(1) }]).catch((error: unknown) => error);
    expect(failed).to.equal(failing);
    expect((await sink.active(searchIndex))?.position).to.equal(2n);
    expect(due).to.have.length(1);
  });

  it('purges a new generation before it serves', async () => {
    await swapIn([put(1)]);
    expect(purges).to.equal(1);
  });

  it('purges text that was removed after that purge and before the swap', async () => {
    const swappedIn = (tail: ReadonlyArray<IndexOp>, beyond: ReadonlyArray<IndexOp>) =>
      sink.beside(searchIndex, async (beside) => {
        await beside.apply({ from: 0n, to: 1n, changes: [put(1)], parked: [] });
        await beside.finish();
        await beside.apply({ from: 1n, to: 2n, changes: tail, parked: [] });
        return beside.swap(async function* () {
          yield { from: 2n, to: 3n, changes: beyond, parked: [] };
        });
      });
    const taken: IndexOp = { op: 'remove', messageId: message(1) };
    await swappedIn([taken], []);
    expect(due).to.have.length(1);
    await live([put(2)]);
    await swappedIn([], [taken]);
    expect(due).to.have.length(2);
  });

  it('gives up an index whose directory is gone when it must park an event there', async () => {
    await swapIn([put(1)]);
    const active = await sink.active(searchIndex);
    if (active === undefined) throw new Error('no generation is serving');
    await rm(join(home.path, active.name), { recursive: true });
    const parked: ParkedEvent = {
      stream: messageStream(message(2)),
      position: 2n,
      type: 'message.sent',
      reason: 'odd',
    };
    const step = { from: 1n, to: 2n, changes: [], parked: [parked] };
    expect(await sink.apply(active, step).catch((error: unknown) => error)).to.be.instanceOf(IndexDamaged);
    expect(await sink.active(searchIndex)).to.equal(undefined);
    expect(lost.splice(0)).to.deep.equal(['g1 is missing from the folder of the search index']);
  });

  it('releases the folder even when its index cannot be closed', async () => {
    await swapIn([put(1)]);
    unclosable = new Error('the disk is full');
    expect(await keeper.close().catch((error: unknown) => error)).to.equal(unclosable);
    const next = inOneFile().lock(lockPath(home.path));
    expect(next).not.to.equal(undefined);
    next?.release();
  });

  it('lets a search end in its generation and removes the generation afterwards', async () => {
    await swapIn([put(1)]);
    const opened = Promise.withResolvers<void>();
    gate = opened.promise;
    const begun = keeper.using((index) => index.search(saying('apple')));
    gate = Promise.resolve();
    await swapIn([put(1), put(2)]);
    const generations = async () => (await readdir(home.path)).filter((name) => name.startsWith('g'));
    expect(await generations()).to.include('g1');
    const later = await keeper.using((index) => index.search(saying('apple')));
    expect(later?.hits).to.have.length(2);
    opened.resolve();
    expect((await begun)?.hits).to.have.length(1);
    while ((await generations()).length > 1) await new Promise(setImmediate);
    expect(await generations()).to.deep.equal(['g2']);
  });
});
