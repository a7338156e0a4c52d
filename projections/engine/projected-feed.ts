import type { Position } from '#domain/kernel/event.ts';
import type { Progress } from '#projections/engine/progress.ts';
import type { EventFeed, RecordedBatch } from '#projections/ports/event-feed.ts';

/**
 * The log as it may be told to clients: an event is only given once every read model named has committed its
 * position, so whoever asks them who may see it gets an answer at least as new as the event. A stuck read
 * model holds everything behind it back.
 */
export const projectedFeed = (deps: {
  readonly feed: EventFeed;
  readonly progress: Progress;
  readonly models: ReadonlyArray<string>;
}): {
  readonly position: () => Position;
  readonly follow: (after: Position, signal: AbortSignal) => AsyncIterable<RecordedBatch>;
} => ({
  position: () => deps.progress.position(deps.models),
  follow: async function* (after, signal) {
    for await (const batch of deps.feed.follow(after, signal)) {
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
});
