/** A projection that the running server keeps. It is asked over the server's admin socket. */

import {
  PROJECTION_TASK,
  type ProjectionAnswer,
  type ProjectionRefusal,
  type ProjectionTaskName,
} from '#infra/app/projection-task.ts';
import { askAdmin, ServerGone, UnknownTask } from '#infra/operate/admin/ask-admin.ts';
import { fromExactJson } from '#infra/operate/admin/exact-json.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { RebuildOptions } from '#projections/engine/rebuild.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import { AlreadyBuilding, NotComparable, SinkUnavailable } from '#projections/ports/sink.ts';

const KINDS = { building: AlreadyBuilding, unavailable: SinkUnavailable, incomparable: NotComparable };

const errorOf = (refusal: ProjectionRefusal): Error => {
  if (refusal.kind === 'poison') return new PoisonEvent(refusal.at, refusal.message);
  return new KINDS[refusal.kind](refusal.message);
};

async function* nothing(): AsyncGenerator<Buffer> {}

/** Builds the projection. Its calls reject with `NoServerRuns` when no server runs. */
export const servedProjection = (home: string, model: Pick<Projection, 'name' | 'version'>): Projection => {
  const ask = async <A>(what: ProjectionTaskName, options: RebuildOptions = {}, generation = ''): Promise<A> => {
    try {
      const params = { name: model.name, ask: what, generation };
      for await (const line of askAdmin(home, PROJECTION_TASK, params, nothing)) {
        // The answer is from a server of the same version.
        const said = fromExactJson(line) as ProjectionAnswer | { readonly failure: string };
        options.signal?.throwIfAborted();
        if ('answer' in said) return said.answer as A;
        if ('refused' in said) throw errorOf(said.refused);
        if ('failure' in said) throw new Error(said.failure);
        options.onProgress?.(said.progress);
      }
      throw new ServerGone('it ended before it finished the answer');
    } catch (error) {
      if (error instanceof UnknownTask) throw new SinkUnavailable('the running server has another version');
      if (error instanceof ServerGone) throw new SinkUnavailable(`the server ended: ${error.message}`);
      throw error;
    }
  };
  return {
    name: model.name,
    version: model.version,
    generations: () => ask('generations'),
    parked: ({ name }) => ask('parked', {}, name),
    rebuild: (options) => ask('rebuild', options),
    verify: (options) => ask('verify', options),
  };
};
