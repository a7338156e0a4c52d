/**
 * The one process that keeps the folder of the search index: it alone reads and writes there, holds the generation
 * that answers, and lets go of one that was replaced when nobody searches in it any more.
 */
import type { Position } from '#domain/kernel/event.ts';
import { serial } from '#infra/ground/serial.ts';
import { SinkUnavailable } from '#projections/ports/sink.ts';
import { type GenerationIndex, IndexDamaged, type OpenIndex } from './generation-index.ts';
import { type Purging, purging } from './purging.ts';
import {
  type Active,
  generationName,
  generationsIn,
  indexPath,
  lockPath,
  makeFolder,
  readActive,
  removeGeneration,
  writeActive,
} from './search-folder.ts';

/** Held by one process at a time, and let go when that ends, however it ends. */
export type FolderLock = { readonly release: () => void };

export type KeeperDeps = {
  readonly folder: string;
  readonly openIndex: OpenIndex;
  /** Undefined while another process holds it. */
  readonly lock: (path: string) => FolderLock | undefined;
  /** The log that is indexed: an index of another one, or of one that was set back since, is no use. */
  readonly log: {
    readonly head: () => Promise<Position>;
    /** What no other log shares: which events it has, and how it numbers them. Null while it is empty. */
    readonly mark: () => Promise<string | null>;
  };
  readonly watch: {
    /** An index is of no use and has to be built anew. */
    readonly lost: (why: string) => void;
    readonly purgeFailed: (error: unknown) => void;
    /** A question was not answered, through no fault of its own. */
    readonly askFailed: (error: unknown) => void;
  };
  readonly nowMs: () => number;
  readonly after: (ms: number, callback: () => void) => () => void;
};

/** A generation that answers. */
export type Serving = Active & { readonly name: string; readonly index: GenerationIndex };

type Held = Omit<Serving, 'log'> & {
  log: Active['log'];
  readonly purging: Purging;
  users: number;
  onIdle: (() => void) | undefined;
};

export type SearchKeeper = {
  /** Opens what is there, if that was not done. Undefined when nothing there is of use. Rejects while another process keeps the folder. */
  readonly serving: () => Promise<Serving | undefined>;
  /** Without waiting for anything: whether one answers, or nothing of use was found, or nobody has looked yet. */
  readonly state: () => 'serving' | 'nothing' | 'unopened';
  /** Why there is none, if something went wrong. */
  readonly trouble: () => string | undefined;
  /** The generation that answers, which is not let go of before `use` is done with it; undefined when there is none. */
  readonly using: <A>(use: (index: GenerationIndex) => Promise<A>) => Promise<A> | undefined;
  /** Makes it the one that answers. The one before is let go of when nobody uses it, and removed. */
  readonly replace: (next: Serving) => Promise<void>;
  /** It turned out to be of no use. */
  readonly lose: (serving: Serving, why: string) => Promise<void>;
  /** Remembers whose index it is, when the log was empty as it was built and is not any more. */
  readonly nameLog: () => Promise<void>;
  /** Text was taken out of the generation that answers. */
  readonly removed: () => void;
  /** Removes every generation that nobody searches in, and returns a number that none ever had. */
  readonly removeOthers: () => Promise<number>;
  /** Work on the generation that answers, one after the other: while one goes on, it stands still for the others. */
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
  /** Generations that were replaced, and are still searched in. */
  const leaving = new Map<number, Promise<void>>();

  const hold = (serving: Serving): Held => ({
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

  /** When whoever searches in it has what they asked for. */
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
      // What stays behind is removed by the next one who builds.
      .catch(() => undefined)
      .finally(() => leaving.delete(left.generation));
    leaving.set(left.generation, gone);
  };

  /** An index that is ahead of its log, or of another log, answers with what never was. */
  const isOfThisLog = async (active: Active, index: GenerationIndex): Promise<boolean> => {
    const mark = await deps.log.mark();
    if (active.log !== null && active.log !== mark) return false;
    return index.position() <= (await deps.log.head());
  };

  const openActive = async (): Promise<void> => {
    const active = await readActive(folder);
    if (active === undefined) {
      if ((await generationsIn(folder)).length > 0) deps.watch.lost('nothing says which generation answers');
      return;
    }
    const name = generationName(active.generation);
    try {
      if (!(await generationsIn(folder)).includes(active.generation)) throw new IndexDamaged(`${name} is not there`);
      const index = await deps.openIndex(indexPath(folder, active.generation), 'old');
      try {
        if (!(await isOfThisLog(active, index))) throw new IndexDamaged(`${name} is of another log than this`);
      } catch (error) {
        await index.close();
        throw error;
      }
      held = hold({ ...active, name, index });
      // A process that was killed may have left a purge undone.
      held.purging.removed();
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      deps.watch.lost(error.message);
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
    if (lock === undefined) throw new SinkUnavailable('another process keeps the search index');
    await openActive();
    // What a process that was killed left behind has texts in it that are taken back later, and no purge comes there.
    // Where none answers, somebody is about to build one, and begins with this.
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
      // What a stranger is told: the error itself, with its paths, goes to whoever wanted it open.
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
    replace: async ({ generation, version, log, name, index }) => {
      await writeActive(folder, { generation, version, log });
      const before = held;
      held = hold({ generation, version, log, name, index });
      if (before !== undefined) leave(before, () => removeGeneration(folder, before.generation));
    },
    lose: async (serving, reason) => {
      if (held?.name !== serving.name) return;
      const lost = held;
      held = undefined;
      deps.watch.lost(reason);
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
      // The folder is another process's, or may be by now.
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
