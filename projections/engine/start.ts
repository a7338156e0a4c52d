import { PROJECTION_RETRY_MAX_MS } from '#domain/kernel/limits.ts';
import { type RebuildDeps, type RebuildOptions, rebuild } from '#projections/engine/rebuild.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import { AlreadyBuilding } from '#projections/ports/sink.ts';

/**
 * Sees to it that a generation of the model's own version serves: at the first start of a server, and at the
 * first after an upgrade that raised the version. While another process builds it, waits for that one.
 */
export const ensureBuilt =
  <Change, Model extends ReadModel<Change>>(
    deps: RebuildDeps<Change, Model> & { readonly pause: (ms: number) => Promise<void> },
  ) =>
  async (model: Model, options: RebuildOptions = {}): Promise<void> => {
    while ((await deps.sink.active(model)) === undefined) {
      try {
        await rebuild(deps)(model, options);
      } catch (error) {
        if (!(error instanceof AlreadyBuilding)) throw error;
        await deps.pause(PROJECTION_RETRY_MAX_MS);
      }
    }
  };
