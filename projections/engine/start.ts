import type { Position } from '#domain/kernel/event.ts';
import { type RebuildDeps, type RebuildOptions, rebuild } from '#projections/engine/rebuild.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import { CATCH_UP_EVENTS_MAX, CATCH_UP_LOG_PARTS, PROJECTION_RETRY_MAX_MS } from '#projections/limits.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import { AlreadyBuilding } from '#projections/ports/sink.ts';

/**
 * Builds a read model when no generation of its version is active: at the first start of a server, and at the first
 * start after an upgrade that raised the version. Waits while another process builds it.
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
 * Tells whether a large part of the log lies after `at`. The distance of two positions is a number of events on one
 * adapter and of bytes on another, but a fraction of the whole means the same on both.
 */
export const isLargePart = (at: Position, head: Position): boolean => (head - at) * BigInt(CATCH_UP_LOG_PARTS) > head;

/**
 * Rebuilds a read model that is far behind the log before the server starts to serve, as after an import. An event that
 * stops the rebuild is left to the live projection, which parks it.
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
