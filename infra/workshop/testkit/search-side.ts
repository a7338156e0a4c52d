/** A search index in a folder of its own, over a written log. It is kept and searched as in a server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type KeptSearch, keptSearch } from '#infra/search/kept-search.ts';
import type { FolderLock } from '#infra/search/search-keeper.ts';
import { type SearchModule, searchModule } from '#infra/search/search-module.ts';
import { channel } from '#infra/workshop/testkit/community-events.ts';
import { openFileIndex } from '#infra/workshop/testkit/file-index.ts';
import { type WrittenLog, writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { makeProgress, type Progress } from '#projections/engine/progress.ts';
import { type RebuildOptions, rebuild, verify } from '#projections/engine/rebuild.ts';
import { keepProjecting, type ProjectionWatch } from '#projections/engine/run.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import type { IndexQuery } from '#queries/ports/message-search.ts';

const SURELY_MS = 30_000;

export type SearchSide = KeptSearch & {
  readonly folder: string;
  readonly log: WrittenLog;
  readonly progress: Progress;
  /** Reasons for which an index was given up. */
  readonly lost: ReadonlyArray<string>;
  readonly rebuild: (options?: RebuildOptions) => ReturnType<ReturnType<typeof rebuild<IndexOp, ReadModel<IndexOp>>>>;
  readonly verify: () => ReturnType<ReturnType<typeof verify<IndexOp, ReadModel<IndexOp>>>>;
  /** Keeps the index up to date from now on, and builds it when none exists. */
  readonly project: (model?: ReadModel<IndexOp>) => void;
  readonly settled: () => Promise<void>;
  /** Stops projecting and closes the folder without changing it. */
  readonly leave: () => Promise<void>;
};

const unexpected = (error: unknown): never => {
  throw error;
};

const locked = new Set<string>();
const lockHere = (path: string): FolderLock | undefined => {
  if (locked.has(path)) return undefined;
  locked.add(path);
  return { release: () => void locked.delete(path) };
};

/** The maker of indexes: a double that needs no compiler, or the module that a server uses. */
export type Kept = SearchModule;
export const inOneFile = (): Kept => ({
  openIndex: openFileIndex,
  lastTermOf: (text) => ({ chars: text.length, isWord: true }),
  lock: lockHere,
});
export const byTheModule = (): Kept => {
  const native = searchModule();
  if ('missing' in native) throw new Error(native.missing);
  return native;
};

export const searchSide = (
  module: Kept,
  folder: string,
  log: WrittenLog = writtenLog(),
  watch: Partial<ProjectionWatch> = {},
  identity = 'written',
): SearchSide => {
  const lost: string[] = [];
  const kept = keptSearch({
    folder,
    ...module,
    model: searchIndex,
    feed: log.feed,
    identity,
    pause: async () => undefined,
    watch: {
      lost: (why) => void lost.push(why),
      purgeFailed: unexpected,
      askFailed: unexpected,
    },
  });
  const progress = makeProgress();
  const stop = new AbortController();
  const running: Promise<void>[] = [];
  const building = { feed: log.feed, sink: kept.sink, nowMs: Date.now };
  return {
    ...kept,
    folder,
    log,
    progress,
    lost,
    rebuild: (options) => rebuild(building)(searchIndex, options),
    verify: () => verify(building)(searchIndex),
    project: (model = searchIndex) => {
      const nothing = () => undefined;
      const run = keepProjecting({
        ...building,
        progress,
        watch: { applied: nothing, parked: nothing, retrying: nothing, ...watch },
        pause: (ms, signal) => pause(ms, undefined, { signal }).catch(nothing),
        build: rebuild(building),
      });
      running.push(run(model, stop.signal));
    },
    settled: async () => {
      const head = await log.feed.head();
      if (!(await progress.waitFor([searchIndex.name], head, SURELY_MS))) {
        throw new Error(`search-index stands before ${head}`);
      }
    },
    leave: async () => {
      stop.abort();
      await Promise.all(running);
      await kept.close();
    },
  };
};

export const searchFolder = async (): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'filament-search-'));
  return { path: join(home, 'search'), remove: () => rm(home, { recursive: true, force: true }) };
};

/** Searches the first channel of a guild for this word, newest messages first. */
export const saying = (word: string, limit = 50): IndexQuery => ({
  channels: [channel(1)],
  must: [{ kind: 'word', text: word }],
  mustNot: [],
  authors: undefined,
  mentions: [],
  has: [],
  sentFromMs: undefined,
  sentToMs: undefined,
  order: 'newest',
  limit,
  after: undefined,
  fuzzy: false,
});
