import { CHECKPOINT_POLL_MS, PROJECTION_RETRY_MAX_MS } from '#domain/kernel/limits.ts';
import type { Progress } from '#projections/engine/progress.ts';
import { type RebuildDeps, type RebuildOptions, rebuild } from '#projections/engine/rebuild.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import { AlreadyBuilding, type Sink } from '#projections/ports/sink.ts';

type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * Sees to it that a generation of the model's own version serves: at the first start of a server, and at the
 * first after an upgrade that raised the version. While another process builds it, waits for that one.
 */
export const ensureBuilt =
  (deps: RebuildDeps & { readonly pause: Pause }) =>
  async (model: ReadModel, options: RebuildOptions & { readonly signal: AbortSignal }): Promise<void> => {
    while (!options.signal.aborted && (await deps.sink.active(model)) === undefined) {
      try {
        await rebuild(deps)(model, options);
      } catch (error) {
        if (!(error instanceof AlreadyBuilding)) throw error;
        await deps.pause(PROJECTION_RETRY_MAX_MS / 10, options.signal);
      }
    }
  };

/** For a process that does not project: learns by looking how far those that do have come. */
export const watchCheckpoints = async (
  deps: { readonly sink: Sink; readonly progress: Progress; readonly pause: Pause },
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    // Away for a moment, the database is asked again; until then nothing is said to have advanced.
    const generations = await deps.sink.generations().catch(() => []);
    for (const { model, status, position } of generations) {
      if (status === 'active') deps.progress.advance(model, position);
    }
    await deps.pause(CHECKPOINT_POLL_MS, signal);
  }
};
