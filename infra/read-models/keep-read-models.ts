/** Builds missing read models when the process starts, and then keeps all of them up to date. */
import { setTimeout as pauseFor } from 'node:timers/promises';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { Progress } from '#projections/engine/progress.ts';
import type { RebuildProgress } from '#projections/engine/rebuild.ts';
import { keepProjecting, type ProjectionWatch } from '#projections/engine/run.ts';
import { sharedReading } from '#projections/engine/shared-reading.ts';
import { ensureBuilt, ensureNotFarBehind } from '#projections/engine/start.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import type { Sink } from '#projections/ports/sink.ts';
import { tableModels } from '#projections/registry.ts';

type Deps = {
  readonly feed: EventFeed;
  readonly sink: Sink<SqlStatement, TableModel>;
  readonly progress: Progress;
  readonly watch: ProjectionWatch;
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  pauseFor(ms, undefined, { signal }).catch(() => undefined);

/**
 * Builds each read model that has no active generation of its version, and rebuilds one that is far behind the log. On
 * a new server the log is empty, so this takes no time.
 */
export const buildMissing = async (
  deps: Pick<Deps, 'feed' | 'sink'>,
  starting: { readonly building: (progress: RebuildProgress) => void; readonly stop: AbortSignal },
): Promise<void> => {
  const building = {
    ...deps,
    feed: sharedReading(deps.feed),
    nowMs: () => performance.now(),
    pause: (ms: number) => pause(ms, starting.stop),
  };
  const options = { onProgress: starting.building, signal: starting.stop };
  const bringUp = async (model: (typeof tableModels)[number]): Promise<void> => {
    await ensureBuilt(building)(model, options);
    await ensureNotFarBehind(building)(model, options);
  };
  // Waits for all of them even when one fails: none may still run when the start is tried again.
  const outcomes = await Promise.allSettled(tableModels.map(bringUp));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
};

const REPORT_EVERY_MS = 1_000;

/** Progress of a read model that has not caught up yet. */
export type CatchUpProgress = Pick<RebuildProgress, 'model' | 'position' | 'head' | 'etaMs'> & {
  /** Undefined where only positions are known, for a distance in positions is no number of events. */
  readonly eventsPerSecond?: number;
};

/**
 * Resolves once all the read models have reached the present head of the log. Until then it reports the one furthest
 * behind. Rejects when `stop` aborts, because another process may be the one that projects and may never start.
 */
export const caughtUpWith = async (
  { feed, progress }: Pick<Deps, 'progress'> & { readonly feed: Pick<EventFeed, 'head'> },
  models: ReadonlyArray<string>,
  { building: report, stop }: { readonly building: (progress: CatchUpProgress) => void; readonly stop: AbortSignal },
  reportEveryMs = REPORT_EVERY_MS,
): Promise<void> => {
  const head = await feed.head();
  const startedMs = performance.now();
  let began: Position | undefined;
  while (!(await progress.waitFor(models, head, reportEveryMs, stop))) {
    stop.throwIfAborted();
    const position = progress.position(models);
    began ??= position === BEGINNING ? undefined : position;
    const done = Number(position - (began ?? position));
    const tookMs = performance.now() - startedMs;
    report({
      model: models.find((model) => progress.position([model]) === position) ?? 'the read models',
      position,
      head,
      etaMs: done > 0 ? (Number(head - position) * tookMs) / done : undefined,
    });
  }
};

/** Keeps all read models up to date. Returns a function that stops it and waits for running commits. */
export const keepUpToDate = (deps: Deps): (() => Promise<void>) => {
  const stop = new AbortController();
  const running = tableModels.map((model) => keepProjecting({ ...deps, pause })(model, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
};
