/**
 * Builds a new generation in a second directory beside the serving one. The directory is abandoned unless the
 * generation is swapped in.
 */
import type { Position } from '#domain/kernel/event.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import {
  type Beside,
  type Comparison,
  type Generation,
  type LastSteps,
  NotComparable,
  type Step,
  type SwapReport,
  type TableCount,
} from '#projections/ports/sink.ts';
import type { GenerationIndex } from './generation-index.ts';
import { refusedOr } from './native-answer.ts';
import { removes } from './purging.ts';
import { generationName, indexPath, makeGeneration, type PlacedEvent } from './search-folder.ts';
import type { KeeperDeps, SearchKeeper } from './search-keeper.ts';

type Deps = Pick<KeeperDeps, 'folder' | 'openIndex' | 'log'> & {
  readonly keeper: SearchKeeper;
  readonly wanted: Pick<ReadModel<IndexOp>, 'name' | 'version'>;
  /** Number of the new generation. */
  readonly generation: number;
  readonly advanced: (position: Position) => void;
};

/** Name under which the documents of the index are counted and hashed, as if they were a table. */
export const MESSAGES = 'message';
const countOf = (index: GenerationIndex): ReadonlyArray<TableCount> => [{ table: MESSAGES, rows: index.documents() }];

export const buildBeside = async <A>(deps: Deps, use: (beside: Beside<IndexOp>) => Promise<A>): Promise<A> => {
  const { keeper, folder, wanted } = deps;
  const log = await deps.log.mark();
  await makeGeneration(folder, deps.generation);
  const index = await deps.openIndex(indexPath(folder, deps.generation), 'new');
  let swapped = false;
  /** Place of the last event in the new index. */
  let places: ReadonlyArray<PlacedEvent> = [];
  /** True while the index may hold removed text that no purge has reached. */
  let unpurged = false;

  const apply = async (step: Step<IndexOp>): Promise<void> => {
    // A crash only means that the generation is built again, so its commits need not wait for the disk.
    await index.apply(step.changes, step, 'soon').catch((error: unknown) => {
      throw refusedOr(error);
    });
    unpurged ||= removes(step.changes);
    const eventId = step.last?.eventId;
    places = eventId === undefined ? [] : [{ position: step.to, eventId }];
    deps.advanced(step.to);
  };
  const bringTo = async (end: Position, lastSteps: LastSteps<IndexOp>): Promise<void> => {
    for await (const step of lastSteps(index.position(), end)) await apply(step);
  };

  const swap = (lastSteps: LastSteps<IndexOp>): Promise<SwapReport> =>
    keeper.inTurn(async () => {
      const before = await keeper.serving();
      await bringTo(before?.index.position() ?? index.position(), lastSteps);
      await index.flush();
      const sameVersion = before?.version === wanted.version;
      const report = {
        position: index.position(),
        before: sameVersion ? countOf(before.index) : [],
        after: countOf(index),
      };
      const name = generationName(deps.generation);
      await keeper.replace({ generation: deps.generation, version: wanted.version, log, name, index, places });
      swapped = true;
      if (unpurged) keeper.removed();
      return report;
    });

  const compare = async (lastSteps: LastSteps<IndexOp>): Promise<Comparison> => {
    // The live index stands still while it is hashed. It then continues while the copy catches up.
    const live = await keeper.inTurn(async () => {
      const serving = await keeper.serving();
      if (serving === undefined) throw new NotComparable(`${wanted.name} is not built: rebuild it first`);
      return { position: serving.index.position(), hash: await serving.index.contents() };
    });
    await bringTo(live.position, lastSteps);
    await index.flush();
    return { position: live.position, live: [live.hash], rebuilt: [await index.contents()] };
  };

  const generation: Generation = {
    model: wanted.name,
    version: wanted.version,
    generation: deps.generation,
    name: generationName(deps.generation),
    status: 'building',
    position: index.position(),
  };
  try {
    return await use({
      generation,
      apply,
      // Deletes text that later events of the log removed, so that hardly any of it reaches the serving index.
      finish: async () => {
        await index.flush();
        unpurged = false;
        await index.purge();
      },
      swap,
      compare,
    });
  } finally {
    if (!swapped) await index.close();
  }
};
