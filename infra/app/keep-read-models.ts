/** Read models from the moment the process starts: what was never built is built, and then all are kept up to date. */
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Progress } from '#projections/engine/progress.ts';
import type { RebuildProgress } from '#projections/engine/rebuild.ts';
import { tableModels } from '#projections/engine/registry.ts';
import { keepProjecting, type ProjectionWatch } from '#projections/engine/run.ts';
import { ensureBuilt } from '#projections/engine/start.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import type { Sink } from '#projections/ports/sink.ts';

type Deps = {
  readonly feed: EventFeed;
  readonly sink: Sink<SqlStatement, TableModel>;
  readonly progress: Progress;
  readonly watch: ProjectionWatch;
};

/** A new server has nothing to build from, which takes no time; a new version of a read model is built whole first. */
export const buildMissing = async (
  deps: Pick<Deps, 'feed' | 'sink'>,
  tell: (progress: RebuildProgress) => void,
): Promise<void> => {
  const build = ensureBuilt({ ...deps, nowMs: () => performance.now(), pause: pauseFor });
  for (const model of tableModels) await build(model, { onProgress: tell });
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  pauseFor(ms, undefined, { signal }).catch(() => undefined);

/** Returns how to stop, which waits for the steps that are being committed. */
export const keepUpToDate = (deps: Deps): (() => Promise<void>) => {
  const stop = new AbortController();
  const running = tableModels.map((model) => keepProjecting({ ...deps, pause })(model, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
};
