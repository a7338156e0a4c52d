import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { Progress } from '#projections/engine/progress.ts';
import type { EventFeed, RecordedBatch } from '#projections/ports/event-feed.ts';

/** An event of the log with its place, by which a later look proves that the log still holds it. */
export type LogWitness = { readonly position: Position; readonly eventId: EventId };

/**
 * Follows the log and holds each event back until every named read model has committed its position. A question about
 * visibility is then answered by a state at least as new as the event. A stuck read model stops all dispatches.
 */
export const projectedFeed = (deps: {
  readonly feed: EventFeed;
  readonly progress: Progress;
  readonly models: ReadonlyArray<string>;
  /** The newest event of the log at the start. */
  readonly witness?: LogWitness | undefined;
}): {
  readonly witness: () => LogWitness | undefined;
  readonly holds: (witness: LogWitness) => Promise<boolean>;
  readonly position: () => Position;
  readonly follow: (after: Position, signal: AbortSignal) => AsyncIterable<RecordedBatch>;
} => {
  let newest = deps.witness;
  return {
    witness: () => newest,
    holds: ({ position, eventId }) =>
      deps.feed.idAt(position).then(
        (id) => id === eventId,
        () => false,
      ),
    position: () => deps.progress.position(deps.models),
    follow: async function* (after, signal) {
      for await (const batch of deps.feed.follow(after, signal)) {
        const last = batch.events.at(-1);
        if (last !== undefined && last.position > (newest?.position ?? BEGINNING)) newest = last;
        let rest = batch;
        let given = after;
        while (given < batch.through) {
          const first = rest.events[0]?.position ?? batch.through;
          if (!(await deps.progress.waitFor(deps.models, first, undefined, signal))) return;
          let through = deps.progress.position(deps.models);
          if (through > batch.through) through = batch.through;
          const ready = rest.events.filter((event) => event.position <= through);
          yield { events: ready, through };
          rest = { events: rest.events.slice(ready.length), through: batch.through };
          given = through;
        }
        after = batch.through;
      }
    },
  };
};
