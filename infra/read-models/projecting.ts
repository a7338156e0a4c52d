/** Decides whether this process keeps the read models up to date, or follows the progress of the process that does. */
import { setTimeout as pause } from 'node:timers/promises';
import { NotMadeYet } from '#infra/database/migrations.ts';
import type { LineageWatch } from '#infra/read-models/belong-to-log.ts';
import { buildMissing, keepUpToDate } from '#infra/read-models/keep-read-models.ts';
import { followReports, type ReportSeal, reportProgress } from '#infra/read-models/progress-reports.ts';
import { projectInTurn } from '#infra/read-models/projecting-turn.ts';
import type { Progress } from '#projections/engine/progress.ts';
import type { RebuildProgress } from '#projections/engine/rebuild.ts';
import type { ProjectionWatch } from '#projections/engine/run.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import type { Sink } from '#projections/ports/sink.ts';
import { tableModels } from '#projections/registry.ts';

/** Watch of the projections of one process. It hears too which process keeps the read models up to date. */
export type ProjectingWatch = ProjectionWatch &
  LineageWatch & {
    /** This process keeps the read models up to date from now on. */
    readonly tookTurn: () => void;
    readonly turnFailed: (why: string) => void;
  };

type Deps = {
  /** `projects`: this process may keep the read models up to date. `alone`: no other process does. */
  readonly part: { readonly projects: boolean; readonly alone: boolean };
  readonly url: string;
  readonly feed: EventFeed;
  readonly sink: Sink<SqlStatement, TableModel>;
  readonly progress: Progress;
  readonly reportSeal: ReportSeal;
  readonly watch: ProjectingWatch;
  readonly building: (progress: RebuildProgress) => void;
  readonly stop: AbortSignal;
};

const LOOK_EVERY_MS = 500;
/** Milliseconds after which the whole start is tried again. Each start reports what it waits for. */
const BUILT_WITHIN_MS = 5_000;

const builtByAnother = async ({ sink, stop }: Deps): Promise<void> => {
  const isBuilt = async (): Promise<boolean> => {
    for (const model of tableModels) if ((await sink.active(model)) === undefined) return false;
    return true;
  };
  for (const until = performance.now() + BUILT_WITHIN_MS; !(await isBuilt()); ) {
    if (performance.now() > until)
      throw new NotMadeYet('no projector has built the read models yet: start a process with the role projector');
    await pause(LOOK_EVERY_MS, undefined, { signal: stop });
  }
};

/** Resolves when the read models of this log are built. Gives a function that stops keeping them up to date. */
export const projecting = async (deps: Deps): Promise<() => Promise<void>> => {
  const { part, url, progress, reportSeal, watch } = deps;
  await (part.projects ? buildMissing(deps, deps) : builtByAnother(deps));
  if (part.alone) return keepUpToDate(deps);

  const unfollow = followReports(url, reportSeal, progress.advance);
  if (!part.projects) return unfollow;
  const leave = projectInTurn(
    url,
    ({ client }) => {
      watch.tookTurn();
      const report = reportProgress(client, reportSeal);
      const applied: ProjectionWatch['applied'] = (model, position, events) => {
        watch.applied(model, position, events);
        report(model, position);
      };
      return keepUpToDate({ ...deps, watch: { ...watch, applied } });
    },
    watch.turnFailed,
  );
  return async () => {
    // Both wait a moment for a silent database, and a shutdown has little time.
    await Promise.all([leave(), unfollow()]);
  };
};
