/** A read side in a database of its own, over a written log. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabasePool } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { openProjectionPool, openQueryPool } from '#infra/database/pool.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink, type TableSink } from '#infra/read-models/sink.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type WrittenLog, writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { makeProgress, type Progress } from '#projections/engine/progress.ts';
import { rebuild, verify } from '#projections/engine/rebuild.ts';
import { keepProjecting, type ProjectionWatch } from '#projections/engine/run.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import { tableModels } from '#projections/registry.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { ReadModels } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { absentSearch } from '#queries/search/absent-search.ts';

export type ReadSide = {
  readonly log: WrittenLog;
  readonly url: string;
  readonly pool: DatabasePool;
  readonly sink: TableSink;
  readonly progress: Progress;
  readonly readModels: ReadModels;
  readonly queries: Queries;
  readonly rebuild: ReturnType<typeof rebuild<SqlStatement, TableModel>>;
  readonly verify: ReturnType<typeof verify<SqlStatement, TableModel>>;
  /** Keeps the read models up to date from now on, as a server does. */
  readonly project: (models?: ReadonlyArray<TableModel>, watch?: Partial<ProjectionWatch>) => void;
  /** Resolves when every given model has reached the end of the log. */
  readonly settled: (models?: ReadonlyArray<TableModel>) => Promise<Position>;
  readonly close: () => Promise<void>;
};

/** Longest wait of a test for something that always comes, in milliseconds. */
export const SURELY_MS = 30_000;

export const readSide = async (log: WrittenLog = writtenLog()): Promise<ReadSide> => {
  const database = await freshDatabase();
  const pool = await openProjectionPool(database.url);
  const queryPool = await openQueryPool(database.url);
  await prepareRegistry(pool);
  const sink = postgresSink({ pool, url: database.url });
  const progress = makeProgress();
  const stop = new AbortController();
  const running: Promise<void>[] = [];
  const models = postgresReadModels(queryPool);
  const building = { feed: log.feed, sink, nowMs: Date.now };
  return {
    log,
    url: database.url,
    pool,
    sink,
    progress,
    readModels: models,
    queries: makeQueries({
      models,
      search: absentSearch({ kind: 'SearchUnavailable', why: 'this read side has no search index' }),
      progress,
      now: () => instantOf(Date.now()),
      // The events of staged logs are old, and none of their undoes expires.
      undoMs: Number.POSITIVE_INFINITY,
    }),
    rebuild: rebuild(building),
    verify: verify(building),
    project: (models = tableModels, watch = {}) => {
      const nothing = () => undefined;
      const run = keepProjecting({
        feed: log.feed,
        sink,
        progress,
        watch: { applied: nothing, parked: nothing, retrying: nothing, ...watch },
        pause: (ms, signal) => pause(ms, undefined, { signal }).catch(nothing),
      });
      for (const model of models) running.push(run(model, stop.signal));
    },
    settled: async (models = tableModels) => {
      const head = await log.feed.head();
      const names = models.map((model) => model.name);
      if (!(await progress.waitFor(names, head, SURELY_MS))) {
        throw new Error(`${names.join(', ')} stand at ${progress.position(names)}, before ${head}`);
      }
      return head;
    },
    close: async () => {
      stop.abort();
      await Promise.all(running);
      await pool.end();
      await queryPool.end();
      await database.drop();
    },
  };
};
