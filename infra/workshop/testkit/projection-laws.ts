/** Laws that every read model must keep. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { strictStep } from '#projections/engine/step.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import type { Comparison, LastSteps, Sink, Step } from '#projections/ports/sink.ts';

type Events = ReadonlyArray<RecordedEvent<DomainEvent>>;

const stepsOf = <Change>(
  model: ReadModel<Change>,
  events: Events,
  sizes: ReadonlyArray<number>,
): ReadonlyArray<Step<Change>> => {
  const steps: Step<Change>[] = [];
  let from = 0n;
  let at = 0;
  for (let cut = 0; at < events.length; cut++) {
    const size = sizes[cut % sizes.length] ?? events.length;
    const batch = events.slice(at, at + size);
    at += size;
    const to = batch.at(-1)?.position ?? from;
    steps.push(strictStep(model, batch, { from, to }));
    from = to;
  }
  return steps;
};

const noSteps: LastSteps<never> = async function* () {};

/** A sink that can build a generation beside the active one. */
type Keeps<Change, Model extends ReadModel<Change>> = Pick<Sink<Change, Model>, 'beside'>;

/** Makes a generation of these events active, applied in batches of these sizes in turn. */
const makeActive = <Change, Model extends ReadModel<Change>>(
  sink: Keeps<Change, Model>,
  model: Model,
  events: Events,
  sizes: ReadonlyArray<number>,
) =>
  sink.beside(model, async (beside) => {
    for (const step of stepsOf(model, events, sizes)) await beside.apply(step);
    return beside.swap(noSteps);
  });

/** Compares the state after many small batches with the state after one large batch. */
export const compareCuts = async <Change, Model extends ReadModel<Change>>(
  sink: Keeps<Change, Model>,
  model: Model,
  events: Events,
  sizes: ReadonlyArray<number>,
): Promise<Comparison> => {
  await makeActive(sink, model, events, sizes);
  return sink.beside(model, async (beside) => {
    for (const step of stepsOf(model, events, [events.length])) await beside.apply(step);
    return beside.compare(noSteps);
  });
};

/** Compares the state after every event once with the state after the whole history was applied twice. */
export const compareReplay = async <Change, Model extends ReadModel<Change>>(
  sink: Keeps<Change, Model>,
  model: Model,
  events: Events,
): Promise<Comparison> => {
  await makeActive(sink, model, events, [events.length]);
  return sink.beside(model, async (beside) => {
    for (const step of stepsOf(model, events, [3])) await beside.apply(step);
    const through = events.at(-1)?.position ?? 0n;
    for (const step of stepsOf(model, events, [4])) await beside.apply({ ...step, from: through, to: through });
    return beside.compare(noSteps);
  });
};
