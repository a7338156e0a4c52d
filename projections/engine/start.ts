import type { Position } from '#domain/kernel/event.ts';
import { type RebuildDeps, type RebuildOptions, rebuild } from '#projections/engine/rebuild.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import { CATCH_UP_EVENTS_MAX, CATCH_UP_LOG_PARTS, PROJECTION_RETRY_MAX_MS } from '#projections/limits.ts';
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
      options.signal?.throwIfAborted();
      try {
        await rebuild(deps)(model, options);
      } catch (error) {
        if (!(error instanceof AlreadyBuilding)) throw error;
        await deps.pause(PROJECTION_RETRY_MAX_MS);
      }
    }
  };

/**
 * Whether a good part of the log, by its own length, lies after `at`. Positions say that much: how far apart two events
 * stand is their number on one adapter and their bytes on another, and a part of a whole is the same by either.
 */
export const isLargePart = (at: Position, head: Position): boolean => (head - at) * BigInt(CATCH_UP_LOG_PARTS) > head;

/**
 * Before anybody is served: a read model far behind the log, as after an import while the server was away, is rebuilt
 * beside, up to the end of the log. What a rebuild cannot take is left to the live projection, which parks it.
 */
export const ensureNotFarBehind =
  <Change, Model extends ReadModel<Change>>(deps: RebuildDeps<Change, Model>) =>
  async (model: Model, options: RebuildOptions = {}): Promise<'rebuilt' | 'near enough' | 'left to catch up'> => {
    const active = await deps.sink.active(model);
    if (active === undefined || !isLargePart(active.position, await deps.feed.head())) return 'near enough';
    const behind = await deps.feed.countAfter(active.position, CATCH_UP_EVENTS_MAX + 1);
    if (behind <= CATCH_UP_EVENTS_MAX) return 'near enough';
    try {
      await rebuild(deps)(model, { ...options, ahead: true });
      return 'rebuilt';
    } catch (error) {
      if (error instanceof PoisonEvent || error instanceof AlreadyBuilding) return 'left to catch up';
      throw error;
    }
  };
