import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';

/** Events in log order. `through` is the last position looked at, which may lie after the last event given. */
export type RecordedBatch = { readonly events: ReadonlyArray<Recorded<DomainEvent>>; readonly through: Position };

/**
 * Following the log. Rejects with an Error when the store is away; the follower decides about trying again.
 */
export type EventFeed = {
  readonly head: () => Promise<Position>;
  /** At most `limit` events after `after`; an empty batch means the head was reached. */
  readonly readAll: (after: Position, limit: number) => Promise<RecordedBatch>;
  /** Catches up and then stays live, with no event missed or doubled between; ends when `signal` aborts. */
  readonly follow: (after: Position, signal: AbortSignal) => AsyncIterable<RecordedBatch>;
};
