import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** Events in the order of the log. `through` is the last position that was read, at or after the last event. */
export type RecordedBatch = { readonly events: ReadonlyArray<RecordedEvent<DomainEvent>>; readonly through: Position };

/**
 * The log, as projections follow it. Each function rejects with an Error when the store is away, and the follower
 * decides about trying again. Events before an unreadable one are given first; then the feed rejects with
 * `UnreadableEvent`, and the follower decides whether to go on after its position.
 */
export type EventFeed = {
  readonly head: () => Promise<Position>;
  /** Answers the id of the event at exactly this position. Undefined when no event stands there. */
  readonly idAt: (position: Position) => Promise<EventId | undefined>;
  /**
   * Gives at most `limit` events after `after`. An empty batch means that the head was reached. Rejects when `known` is
   * given and is not the id of the event at `after`: the log was cut back, and this feed is of no more use.
   */
  readonly readAll: (after: Position, limit: number, known?: EventId) => Promise<RecordedBatch>;
  /** Counts the events after `after`, up to `atMost`. Positions themselves cannot be counted with. */
  readonly countAfter: (after: Position, atMost: number) => Promise<number>;
  /**
   * Gives every event after `after` once, then new ones as they come. Ends when `signal` aborts. Rejects as `readAll`
   * does when an event that it has given no longer stands in the log.
   */
  readonly follow: (after: Position, signal: AbortSignal, known?: EventId) => AsyncIterable<RecordedBatch>;
};

/** An event in the log that cannot be read: its name or version is unknown, or its facts are broken. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly place: {
    readonly position: Position;
    readonly stream: StreamName;
    readonly type: string;
    readonly eventId: EventId;
  };

  constructor(place: UnreadableEvent['place'], why: string) {
    super(why);
    this.place = place;
  }
}
