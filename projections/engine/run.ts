/**
 * The runner of a live read model. One read model flows through these steps, from the log to the sink:
 *
 *     keepProjecting   finds the active generation and starts again after a failure or a swap
 *       └─ followAs    follows the log from the checkpoint of that generation
 *            │  feed.follow ──► gather: one batch of all events that came meanwhile
 *            └─ take   asks the projector for the changes of the batch
 *                 │    ChangeRefused: halve the batch, down to the event at fault, and park that one
 *                 └─ commit        reports progress after a successful write
 *                      └─ commitsTo(...).commit   writes steps in turn, lazily when they change nothing
 *                           └─ sink.apply         changes and checkpoint in one transaction
 *
 * `take` and `commit` answer false when another generation is active: the flow then returns to `keepProjecting`.
 */
import type { Position } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import { commitsTo } from '#projections/engine/commits.ts';
import { gather } from '#projections/engine/gather.ts';
import type { Progress } from '#projections/engine/progress.ts';
import { lastOf, lenientStep, parkedEvent, parkingStep, reasonOf } from '#projections/engine/step.ts';
import { PROJECTION_BATCH_EVENTS_MAX, PROJECTION_RETRY_MAX_MS, PROJECTION_RETRY_MIN_MS } from '#projections/limits.ts';
import { type EventFeed, type RecordedBatch, UnreadableEvent } from '#projections/ports/event-feed.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import { ChangeRefused, type Generation, type ParkedEvent, type Sink, type Step } from '#projections/ports/sink.ts';

/** Reports for the operator. Metrics and alarms listen to it. None of its functions may throw. */
export type ProjectionWatch = {
  readonly applied: (model: string, position: Position, events: number) => void;
  /** An alarm: the read model misses this event until it is rebuilt. */
  readonly parked: (model: string, event: ParkedEvent) => void;
  /** The store or the database is away. The read model stands still, and dispatches wait for it. */
  readonly retrying: (model: string, why: string, inMs: number) => void;
};

export type RunDeps<Change> = {
  readonly feed: EventFeed;
  readonly sink: Pick<Sink<Change>, 'active' | 'parked' | 'apply'>;
  readonly progress: Progress;
  readonly watch: ProjectionWatch;
  /** Resolves after `ms` or when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Builds the read model when no generation is active. Given when the server may start without this read model. */
  readonly build?: (model: ReadModel<Change>, options: { readonly signal: AbortSignal }) => Promise<unknown>;
};

/**
 * Keeps one read model up to date until `signal` aborts. A swap in any process makes the next compare-and-set of a step
 * or of a checkpoint fail. The runner then goes on with the new generation from its position.
 */
export const keepProjecting =
  <Change>(deps: RunDeps<Change>) =>
  async (model: ReadModel<Change>, signal: AbortSignal): Promise<void> => {
    const pauses = backOff({ firstMs: PROJECTION_RETRY_MIN_MS, longestMs: PROJECTION_RETRY_MAX_MS });
    const follow = async (): Promise<void> => {
      while (!signal.aborted) {
        const generation = (await deps.sink.active(model)) ?? (await built(deps, model, signal));
        if (generation === undefined) {
          throw new Error(
            `${model.name} version ${model.version} is not built: run \`filament projections rebuild ${model.name}\``,
          );
        }
        deps.progress.advance(model.name, generation.position);
        const parkedStreams = new Set((await deps.sink.parked(generation)).map((event) => event.stream));
        await followAs(deps, model, generation, parkedStreams, signal, pauses.reset);
      }
    };
    const failed = (error: unknown, inMs: number): void => deps.watch.retrying(model.name, reasonOf(error), inMs);
    try {
      await keepTrying(follow, { pauses, pause: deps.pause, signal, failed });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

const built = async <Change>(
  { build, sink }: RunDeps<Change>,
  model: ReadModel<Change>,
  signal: AbortSignal,
): Promise<Generation | undefined> => {
  if (build === undefined) return undefined;
  await build(model, { signal });
  return sink.active(model);
};

/** Returns when another generation is active, or after it parked an unreadable event. */
const followAs = async <Change>(
  deps: RunDeps<Change>,
  model: ReadModel<Change>,
  generation: Generation,
  parkedStreams: Set<StreamName>,
  signal: AbortSignal,
  onApplied: () => void,
): Promise<void> => {
  const left = new AbortController();
  const following = AbortSignal.any([signal, left.signal]);
  const commits = commitsTo(deps, generation, following, () => left.abort());

  const commit = async (step: Omit<Step<Change>, 'from'>, events: number): Promise<boolean> => {
    if (!(await commits.commit(step))) return false;
    onApplied();
    deps.progress.advance(model.name, step.to);
    deps.watch.applied(model.name, step.to, events);
    for (const event of step.parked) deps.watch.parked(model.name, event);
    return true;
  };

  /** Halves a batch that the sink refuses until the event at fault stands alone, and parks that event. */
  const take = async (batch: RecordedBatch): Promise<boolean> => {
    const { events, through } = batch;
    // A refused step is built again from its halves, and must find the same parked streams again.
    const seen = new Set(parkedStreams);
    try {
      const applied = await commit(lenientStep(model, events, through, seen), events.length);
      if (applied) for (const stream of seen) parkedStreams.add(stream);
      return applied;
    } catch (error) {
      if (!(error instanceof ChangeRefused)) throw error;
      const [only] = events;
      if (only === undefined) throw error;
      if (events.length === 1) {
        const applied = await commit(
          parkingStep(model, parkedEvent(only, error.message), through, lastOf(events, through)),
          1,
        );
        if (applied) parkedStreams.add(only.stream);
        return applied;
      }
      const half = events.slice(0, events.length >> 1);
      const middle = half.at(-1)?.position ?? through;
      return (await take({ events: half, through: middle })) && take({ events: events.slice(half.length), through });
    }
  };

  try {
    const followed = deps.feed.follow(generation.position, following, generation.last?.eventId);
    for await (const batch of gather(followed, PROJECTION_BATCH_EVENTS_MAX)) {
      if (!(await take(batch))) return;
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    const { stream, position, type, eventId } = error.place;
    const parked: ParkedEvent = { stream, position, type, reason: error.message };
    await commit(parkingStep(model, parked, position, { eventId, at: undefined, count: 1 }), 1);
  } finally {
    left.abort();
    await commits.close();
  }
};
