/**
 * Implements the sink of the search index. Each generation has a directory, and its own commits hold the log position.
 */
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import { SEARCH_COMMIT_EVERY_MS } from '#infra/search/limits.ts';
import { PROJECTION_BATCH_EVENTS_MAX } from '#projections/limits.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import { AlreadyBuilding, type Generation, type Sink, type Step } from '#projections/ports/sink.ts';
import { IndexDamaged } from './generation-index.ts';
import { refusedOr } from './native-answer.ts';
import { removes } from './purging.ts';
import { buildBeside } from './search-beside.ts';
import { damagedIfMissing, generationName, readParked, writeParked, writePlaces } from './search-folder.ts';
import { type KeeperDeps, lastIdIn, type SearchKeeper, type ServingGeneration } from './search-keeper.ts';

type Deps = Pick<KeeperDeps, 'folder' | 'openIndex' | 'log' | 'nowMs'> & {
  readonly keeper: SearchKeeper;
  readonly model: Pick<ReadModel<IndexOp>, 'name' | 'version'>;
  readonly pause: (ms: number) => Promise<void>;
};

/** State of the generation that is being built. */
export type BuildState = {
  /** Share of the log that is in it, from 0 to 1. Undefined while none is being built. */
  readonly done: () => number | undefined;
  /** True when the last build failed. */
  readonly failed: () => boolean;
  /** Resolves when no build is under way. */
  readonly ended: () => Promise<void>;
};
export type SearchSink = { readonly sink: Sink<IndexOp>; readonly building: BuildState };

export const searchSink = (deps: Deps): SearchSink => {
  const { keeper, folder, model } = deps;
  let building: { readonly generation: number; readonly version: number; readonly position: Position } | undefined;
  let head: Position = BEGINNING;
  let failed = false;
  let ended: Promise<void> = Promise.resolve();
  let committedMs = Number.NEGATIVE_INFINITY;

  const besideShown = (): ReadonlyArray<Generation> =>
    building === undefined
      ? []
      : [{ ...building, model: model.name, name: generationName(building.generation), status: 'building' }];
  const shown = (serving: ServingGeneration): Generation => {
    const { generation, version, name, index } = serving;
    const eventId = lastIdIn(serving);
    const last = eventId === undefined ? {} : { last: { eventId, at: undefined, count: undefined } };
    return { model: model.name, version, generation, name, status: 'active', position: index.position(), ...last };
  };

  /** Notes the event that the index will name after this step. It works before the index moves. */
  const announce = async (serving: ServingGeneration, { to, last }: Step<IndexOp>): Promise<void> => {
    const present = serving.places.filter(({ position }) => position === serving.index.position());
    const next = last?.eventId === undefined ? [] : [{ position: to, eventId: last.eventId }];
    await writePlaces(folder, serving.name, [...present, ...next]).catch(damagedIfMissing(serving.name));
    serving.places = [...present, ...next];
  };

  /**
   * Delays a commit, because each one costs the disk the same for any number of changes. Changes that arrive meanwhile
   * join the next one.
   */
  const paced = async (step: Step<IndexOp>): Promise<void> => {
    const waitMs = committedMs + SEARCH_COMMIT_EVERY_MS - deps.nowMs();
    if (waitMs > 0 && step.changes.length < PROJECTION_BATCH_EVENTS_MAX) await deps.pause(waitMs);
  };

  const apply: Sink<IndexOp>['apply'] = async (generation, step) => {
    await paced(step);
    return keeper.inTurn(async () => {
      const serving = await keeper.serving();
      if (serving?.name !== generation.name || serving.index.position() !== step.from) return 'moved';
      try {
        if (step.parked.length > 0) await writeParked(folder, serving.name, step.parked);
        await announce(serving, step);
        await serving.index.apply(step.changes, step, 'durable');
      } catch (error) {
        if (error instanceof IndexDamaged) await keeper.lose(serving, error.message);
        throw refusedOr(error);
      } finally {
        // The changes may be committed even when a later step failed, and then they are not applied again.
        if (removes(step.changes)) keeper.removed();
      }
      committedMs = deps.nowMs();
      if (serving.log === null) await keeper.nameLog();
      return 'applied';
    });
  };

  const beside: Sink<IndexOp>['beside'] = async (wanted, use) => {
    if (building !== undefined) throw new AlreadyBuilding(`${wanted.name} is already being built`);
    const over = Promise.withResolvers<void>();
    ended = over.promise;
    // Set before the first wait, so that a second builder does not start at the same time.
    building = { generation: 0, version: wanted.version, position: BEGINNING };
    try {
      await keeper.serving();
      head = await deps.log.head();
      const generation = await keeper.removeOthers();
      building = { ...building, generation };
      const advanced = (position: Position): void => {
        if (building !== undefined) building = { ...building, position };
      };
      const outcome = await buildBeside({ ...deps, wanted, generation, advanced }, use);
      failed = false;
      return outcome;
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      // A directory that a failed build left is removed by the next builder.
      await keeper.removeOthers().catch(() => undefined);
      building = undefined;
      over.resolve();
    }
  };

  return {
    building: {
      done: () =>
        building === undefined
          ? undefined
          : head === BEGINNING
            ? 0
            : Math.min(1, Number(building.position) / Number(head)),
      failed: () => failed,
      ended: () => ended,
    },
    sink: {
      generations: async () => {
        const serving = await keeper.serving();
        return [...(serving === undefined ? [] : [shown(serving)]), ...besideShown()];
      },
      active: async ({ version }) => {
        const serving = await keeper.serving();
        return serving?.version === version ? shown(serving) : undefined;
      },
      parked: async ({ name }) => {
        const serving = await keeper.serving();
        const parked = await readParked(folder, name);
        // Entries beyond the position were written by a process that died before the index moved. They will be applied
        // again.
        return serving?.name === name ? parked.filter(({ position }) => position <= serving.index.position()) : parked;
      },
      apply,
      beside,
    },
  };
};
