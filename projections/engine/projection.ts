import {
  type RebuildDeps,
  type RebuildOptions,
  rebuild,
  type Verification,
  verify,
} from '#projections/engine/rebuild.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import type { Generation, ParkedEvent, Sink, SwapReport } from '#projections/ports/sink.ts';

/** A read model as its operator sees it. The type of its changes and the place where it is kept do not show. */
export type Projection = {
  readonly name: string;
  readonly version: number;
  /** Generations of this read model alone. */
  readonly generations: () => Promise<ReadonlyArray<Generation>>;
  readonly parked: (generation: Pick<Generation, 'name'>) => Promise<ReadonlyArray<ParkedEvent>>;
  readonly rebuild: (options?: RebuildOptions) => Promise<SwapReport>;
  readonly verify: (options?: RebuildOptions) => Promise<Verification>;
};

export const projection = <Change, Model extends ReadModel<Change>>(
  deps: RebuildDeps<Change, Model> & { readonly sink: Sink<Change, Model> },
  model: Model,
): Projection => ({
  name: model.name,
  version: model.version,
  generations: async () => (await deps.sink.generations()).filter((generation) => generation.model === model.name),
  parked: deps.sink.parked,
  rebuild: (options) => rebuild(deps)(model, options),
  verify: (options) => verify(deps)(model, options),
});
