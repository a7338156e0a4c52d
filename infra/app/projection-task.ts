/** Lists, rebuilds and verifies the read models that only the running server may touch, for the CLI. */
import type { AdminTask } from '#infra/operate/admin/admin-socket.ts';
import { toExactJson } from '#infra/operate/admin/exact-json.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { RebuildOptions, RebuildProgress } from '#projections/engine/rebuild.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import { AlreadyBuilding, NotComparable, SinkUnavailable } from '#projections/ports/sink.ts';

export const PROJECTION_TASK = '/projection';

/** Questions about a projection, each named after the method that answers it. */
export type ProjectionTaskName = 'generations' | 'parked' | 'rebuild' | 'verify';

/** Refusal of a question, for which the CLI has words. Any other error breaks the task. */
export type ProjectionRefusal =
  | { readonly kind: 'building' | 'unavailable' | 'incomparable'; readonly message: string }
  | { readonly kind: 'poison'; readonly message: string; readonly at: Pick<PoisonEvent, 'position' | 'stream'> };

/** One line of the answer. Any number of progress lines comes first, then one answer or one refusal. */
export type ProjectionAnswer =
  | { readonly progress: RebuildProgress }
  | { readonly answer: unknown }
  | { readonly refused: ProjectionRefusal };

const refusalOf = (error: unknown): ProjectionRefusal | undefined => {
  if (error instanceof AlreadyBuilding) return { kind: 'building', message: error.message };
  if (error instanceof PoisonEvent) {
    const { message, position, stream } = error;
    return { kind: 'poison', message, at: { position, stream } };
  }
  if (error instanceof SinkUnavailable) return { kind: 'unavailable', message: error.message };
  if (error instanceof NotComparable) return { kind: 'incomparable', message: error.message };
  return undefined;
};

const ASKS: Readonly<
  Record<ProjectionTaskName, (of: Projection, options: RebuildOptions, generation: string) => Promise<unknown>>
> = {
  generations: (of) => of.generations(),
  parked: (of, _, name) => of.parked({ name }),
  rebuild: (of, options) => of.rebuild(options),
  verify: (of, options) => of.verify(options),
};
const isAsk = (ask: string): ask is ProjectionTaskName => Object.hasOwn(ASKS, ask);

export const projectionTask =
  (projections: ReadonlyArray<Projection>): AdminTask =>
  async ({ params, signal, write }) => {
    const answer = (line: ProjectionAnswer): void => write(toExactJson(line) as object);
    const name = params.get('name');
    const ask = params.get('ask') ?? '';
    const found = projections.find((one) => one.name === name);
    if (found === undefined || !isAsk(ask)) throw new Error(`this server has no ${ask} of ${name}`);
    const options = { signal, onProgress: (progress: RebuildProgress) => answer({ progress }) };
    try {
      answer({ answer: await ASKS[ask](found, options, params.get('generation') ?? '') });
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === undefined) throw error;
      answer({ refused });
    }
  };
