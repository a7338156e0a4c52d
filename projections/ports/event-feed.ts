import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** Events in log order. `through` is the last position looked at, which may lie after the last event given. */
export type RecordedBatch = { readonly events: ReadonlyArray<Recorded<DomainEvent>>; readonly through: Position };

/**
 * Following the log. Rejects with an Error when the store is away; the follower decides about trying again.
 * What comes before an event that cannot be read is given first; then it rejects with `UnreadableEvent`, and
 * going on after that event's position is the follower's decision.
 */
export type EventFeed = {
  readonly head: () => Promise<Position>;
  /** At most `limit` events after `after`; an empty batch means the head was reached. */
  readonly readAll: (after: Position, limit: number) => Promise<RecordedBatch>;
  /** How many events stand after `after`, counted no further than `atMost`: positions themselves count nothing. */
  readonly countAfter: (after: Position, atMost: number) => Promise<number>;
  /** Catches up and then stays live, with no event missed or doubled between; ends when `signal` aborts. */
  readonly follow: (after: Position, signal: AbortSignal) => AsyncIterable<RecordedBatch>;
};

/** An event that stands in the log and cannot be read: its name or version is unknown, or its facts are broken. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly place: { readonly position: Position; readonly stream: StreamName; readonly type: string };

  constructor(place: UnreadableEvent['place'], why: string) {
    super(why);
    this.place = place;
  }
}
