/** Decides which process keeps the read models up to date, and tells the other processes how far they are. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabasePool } from 'slonik';
import { LogUnavailable } from '#infra/log/event-log.ts';
import { adoptLog, isOfLog } from '#infra/read-models/adopt-log.ts';
import { buildMissing, keepUpToDate } from '#infra/read-models/keep-read-models.ts';
import { projectInTurn } from '#infra/read-models/projecting-turn.ts';
import { hearProgress, tellProgress } from '#infra/read-models/told-progress.ts';
import type { Log } from '#infra/watch/log.ts';
import type { Progress } from '#projections/engine/progress.ts';
import type { RebuildProgress } from '#projections/engine/rebuild.ts';
import type { ProjectionWatch } from '#projections/engine/run.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import type { Sink } from '#projections/ports/sink.ts';
import { tableModels } from '#projections/registry.ts';
import type { Part } from './roles.ts';

type Deps = {
  readonly part: Part;
  readonly pool: DatabasePool;
  readonly url: string;
  readonly identity: string;
  readonly feed: EventFeed;
  readonly sink: Sink<SqlStatement, TableModel>;
  readonly progress: Progress;
  readonly watch: ProjectionWatch;
  readonly log: Log;
  readonly building: (progress: RebuildProgress) => void;
  readonly stop: AbortSignal;
};

const LOOK_EVERY_MS = 500;
/** Milliseconds until the whole start is tried again. The start then says what it waits for. */
const BUILT_WITHIN_MS = 5_000;

const builtByAnother = async ({ pool, identity, sink, stop }: Deps): Promise<void> => {
  const isBuilt = async (): Promise<boolean> => {
    if (!(await isOfLog(pool, identity))) return false;
    for (const model of tableModels) if ((await sink.active(model)) === undefined) return false;
    return true;
  };
  for (const until = performance.now() + BUILT_WITHIN_MS; !(await isBuilt()); ) {
    if (performance.now() > until) throw new LogUnavailable('no projector has built the read models yet');
    await pause(LOOK_EVERY_MS, undefined, { signal: stop });
  }
};

/** Resolves when there are read models of this log. Returns how to stop keeping them up to date. */
export const projecting = async (deps: Deps): Promise<() => Promise<void>> => {
  const { part, pool, url, identity, progress, log } = deps;
  if (part.projects) {
    if ((await adoptLog(pool, identity)) === 'anew')
      log.warn({}, 'the event log is not the one that the read models were built from: rebuilding every read model');
    await buildMissing(deps, deps);
  } else await builtByAnother(deps);
  if (part.alone) return keepUpToDate(deps);

  const deaf = hearProgress(url, progress.advance);
  if (!part.projects) return deaf;
  const leave = projectInTurn(
    url,
    ({ client }) => {
      log.info({}, 'this process keeps the read models up to date');
      const tell = tellProgress(client);
      const applied: ProjectionWatch['applied'] = (model, position, events) => {
        deps.watch.applied(model, position, events);
        tell(model, position);
      };
      return keepUpToDate({ ...deps, watch: { ...deps.watch, applied } });
    },
    (why) => log.warn({ why }, 'could not ask for the turn to keep the read models up to date'),
  );
  return async () => {
    // Both at once: each may wait a moment for a silent database, and the shutdown has a deadline.
    await Promise.all([leave(), deaf()]);
  };
};
