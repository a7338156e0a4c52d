/**
 * Keeps the folder of the search index for the one process that may read and write there. It holds the serving
 * generation, and closes a replaced one when the last search in it has ended.
 */
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { serial } from '#infra/ground/serial.ts';
import { SinkUnavailable } from '#projections/ports/sink.ts';
import { type GenerationIndex, IndexDamaged, IndexOfAnotherLog, type IndexOpener } from './generation-index.ts';
import { type Purger, purging } from './purging.ts';
import {
  type ActiveGeneration,
  generationName,
  generationsIn,
  indexPath,
  lockPath,
  makeFolder,
  type PlacedEvent,
  readActive,
  readPlace,
  removeGeneration,
  writeActive,
  writePlaces,
} from './search-folder.ts';

/** A lock that one process holds at a time. It ends with that process. */
export type FolderLock = { readonly release: () => void };

/** Cause of a useless index: its files are at fault, or it names an event that its log does not hold. */
export type IndexLoss = 'damaged' | 'of another log';

export type KeeperDeps = {
  readonly folder: string;
  readonly openIndex: IndexOpener;
  /** Takes the lock. Undefined while another process holds it. */
  readonly lock: (path: string) => FolderLock | undefined;
  /** The log that is indexed. An index of another log, or of a state that the log was set back from, is useless. */
  readonly log: {
    readonly head: () => Promise<Position>;
    readonly idAt: (position: Position) => Promise<EventId | undefined>;
    /**
     * Returns a text that no other log shares, made of its identity and its first event. Null while the log is empty.
     */
    readonly mark: () => Promise<string | null>;
  };
  readonly watch: {
    /** Reports an index that is useless and must be built again. */
    readonly lost: (why: string, cause: IndexLoss) => void;
    readonly purgeFailed: (error: unknown) => void;
    /** Reports a search that failed through no fault of its own. */
    readonly askFailed: (error: unknown) => void;
  };
  readonly nowMs: () => number;
  readonly after: (ms: number, callback: () => void) => () => void;
};

/** The generation that answers searches. */
export type ServingGeneration = ActiveGeneration & {
  readonly name: string;
  readonly index: GenerationIndex;
  /** Places of which one is that of the index. Empty for an index that never named an event. */
  places: ReadonlyArray<PlacedEvent>;
};

/** Finds the id of the last event in an index. */
export const lastIdIn = ({ index, places }: Pick<ServingGeneration, 'index' | 'places'>): EventId | undefined =>
  places.find(({ position }) => position === index.position())?.eventId;

type Held = Omit<ServingGeneration, 'log'> & {
  log: ActiveGeneration['log'];
  readonly purging: Purger;
  users: number;
  onIdle: (() => void) | undefined;
};

export type SearchKeeper = {
  /**
   * Opens the serving generation at the first call. Undefined when the folder holds no usable index. Rejects while
   * another process keeps the folder.
   */
  readonly serving: () => Promise<ServingGeneration | undefined>;
  /**
   * Tells the state at once. `nothing` means that no usable index was found, `unopened` that the folder was not opened
   * yet.
   */
  readonly state: () => 'serving' | 'nothing' | 'unopened';
  /** Reason why no generation serves, if an error caused it. */
  readonly trouble: () => string | undefined;
  /**
   * Runs `use` on the serving generation, which stays open until `use` is done. Undefined when no generation serves.
   */
  readonly using: <A>(use: (index: GenerationIndex) => Promise<A>) => Promise<A> | undefined;
  /** Makes `next` the serving generation. The previous one is closed and removed when its last search has ended. */
  readonly replace: (next: ServingGeneration) => Promise<void>;
  /** Gives up a generation that turned out to be useless. */
  readonly lose: (serving: ServingGeneration, why: string) => Promise<void>;
  /** Stores the log's mark with an index that was built while the log was empty. Does nothing while it still is. */
  readonly nameLog: () => Promise<void>;
  /** Reports that text was removed from the serving generation. */
  readonly removed: () => void;
  /** Removes every generation in which no search runs. Returns a number that no generation has had. */
  readonly removeOthers: () => Promise<number>;
  /**
   * Runs work on the serving generation, one piece after the other. The generation stands still for the others
   * meanwhile.
   */
  readonly inTurn: <A>(work: () => Promise<A>) => Promise<A>;
  readonly close: () => Promise<void>;
};

export const searchKeeper = (deps: KeeperDeps): SearchKeeper => {
  const { folder } = deps;
  let lock: FolderLock | undefined;
  let held: Held | undefined;
  let opened = false;
  let trouble: string | undefined;
  let closed = false;
  let opening: Promise<void> | undefined;
  const turns = serial();
  /** Replaced generations in which searches still run. */
  const leaving = new Map<number, Promise<void>>();

  const hold = (serving: ServingGeneration): Held => ({
    ...serving,
    users: 0,
    onIdle: undefined,
    purging: purging({
      purge: () => serving.index.purge(),
      nowMs: deps.nowMs,
      after: deps.after,
      failed: deps.watch.purgeFailed,
    }),
  });

  /** Closes a generation after its last search has ended. */
  const letGo = async (left: Held): Promise<void> => {
    await left.purging.stop();
    if (left.users > 0) {
      await new Promise<void>((resolve) => {
        left.onIdle = resolve;
      });
    }
    await left.index.close();
  };
  const leave = (left: Held, andThen: () => Promise<void>): void => {
    const gone = letGo(left)
      .then(andThen)
      // A directory that could not be removed is removed by the next builder.
      .catch(() => undefined)
      .finally(() => leaving.delete(left.generation));
    leaving.set(left.generation, gone);
  };

  /**
   * Proves that the log holds the last event in the index. Answers its place, which an index from before places learns
   * here. Undefined for an index that was built from another log or before a cut. Its answers would be wrong.
   */
  const provenPlaces = async (
    active: ActiveGeneration,
    index: GenerationIndex,
  ): Promise<ReadonlyArray<PlacedEvent> | undefined> => {
    const mark = await deps.log.mark();
    if (active.log !== null && active.log !== mark) return undefined;
    const position = index.position();
    if (position === BEGINNING) return [];
    const eventId = await deps.log.idAt(position);
    const known = await readPlace(folder, generationName(active.generation), position);
    return eventId === undefined || (known ?? { eventId }).eventId !== eventId ? undefined : [{ position, eventId }];
  };

  const openActive = async (): Promise<void> => {
    const active = await readActive(folder);
    if (active === undefined) {
      if ((await generationsIn(folder)).length > 0) deps.watch.lost('no file names the serving generation', 'damaged');
      return;
    }
    const name = generationName(active.generation);
    try {
      if (!(await generationsIn(folder)).includes(active.generation))
        throw new IndexDamaged(`${name} is missing from the folder of the search index`);
      const index = await deps.openIndex(indexPath(folder, active.generation), 'old');
      try {
        const places = await provenPlaces(active, index);
        if (places === undefined) throw new IndexOfAnotherLog(`the log does not hold the last event of ${name}`);
        held = hold({ ...active, name, index, places });
      } catch (error) {
        await index.close();
        throw error;
      }
      // A killed process may have left a purge undone.
      held.purging.removed();
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      deps.watch.lost(error.message, error instanceof IndexOfAnotherLog ? 'of another log' : 'damaged');
    }
  };

  const removeUnused = async (): Promise<number> => {
    const there = await generationsIn(folder);
    const named = (await readActive(folder))?.generation ?? 0;
    for (const generation of there) {
      const used = generation === held?.generation || leaving.has(generation);
      if (!used) await removeGeneration(folder, generation);
    }
    return Math.max(named, ...there) + 1;
  };

  const open = async (): Promise<void> => {
    if (closed) throw new SinkUnavailable('the search index was closed');
    await makeFolder(folder);
    lock ??= deps.lock(lockPath(folder));
    if (lock === undefined) throw new SinkUnavailable('another process uses the folder of the search index');
    await openActive();
    // A killed process may have left a generation whose texts were removed later, and no purge reaches it.
    // Without a serving generation a builder begins with this clean-up.
    if (held !== undefined) await removeUnused().catch(() => undefined);
    opened = true;
  };
  const ensureOpen = async (): Promise<void> => {
    if (opened) return;
    opening ??= open().finally(() => {
      opening = undefined;
    });
    try {
      await opening;
      trouble = undefined;
    } catch (error) {
      // Users see this text. The full error, with its paths, goes to the caller.
      trouble = error instanceof SinkUnavailable ? error.message : 'the index cannot be opened';
      throw error;
    }
  };

  return {
    serving: async () => {
      await ensureOpen();
      return held;
    },
    state: () => (held !== undefined ? 'serving' : opened ? 'nothing' : 'unopened'),
    trouble: () => trouble,
    using: (use) => {
      const used = held;
      if (used === undefined) return undefined;
      used.users += 1;
      return use(used.index).finally(() => {
        used.users -= 1;
        if (used.users === 0) used.onIdle?.();
      });
    },
    replace: async ({ generation, version, log, name, index, places }) => {
      await writePlaces(folder, name, places);
      await writeActive(folder, { generation, version, log });
      const before = held;
      held = hold({ generation, version, log, name, index, places });
      if (before !== undefined) leave(before, () => removeGeneration(folder, before.generation));
    },
    lose: async (serving, reason) => {
      if (held?.name !== serving.name) return;
      const lost = held;
      held = undefined;
      deps.watch.lost(reason, 'damaged');
      leave(lost, async () => undefined);
    },
    nameLog: async () => {
      const named = held;
      if (named === undefined || named.log !== null) return;
      const log = await deps.log.mark();
      await writeActive(folder, { generation: named.generation, version: named.version, log });
      named.log = log;
    },
    removed: () => held?.purging.removed(),
    removeOthers: async () => {
      // The folder may belong to another process by now.
      if (!opened) throw new SinkUnavailable('the search index is not open');
      return removeUnused();
    },
    inTurn: turns.run,
    close: async () => {
      closed = true;
      await opening?.catch(() => undefined);
      await turns.idle();
      const last = held;
      held = undefined;
      opened = false;
      try {
        if (last !== undefined) await letGo(last);
        await Promise.all(leaving.values());
      } finally {
        lock?.release();
        lock = undefined;
      }
    },
  };
};
