import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';

/** Events in log order. `through` is the last position read, which may lie behind the last of these events. */
export type ProjectedBatch = { readonly events: ReadonlyArray<RecordedEvent<DomainEvent>>; readonly through: Position };

/** An event of the log with its place. While the log holds it, every earlier position has the meaning that it had. */
export type LogWitness = { readonly position: Position; readonly eventId: EventId };

/**
 * Projected feed of the log: an event comes out once guild-directory, message-timeline and session-list have committed
 * it. When the event comes that takes a right away, every query already answers without that right.
 */
export type ProjectedFeed = {
  /** The newest event that this feed has read. Undefined while the log is empty. */
  readonly witness: () => LogWitness | undefined;
  /** Tells whether the log still holds this event. False too while the log cannot be asked. */
  readonly holds: (witness: LogWitness) => Promise<boolean>;
  /** Position up to which clients may be told. */
  readonly position: () => Position;
  /** Gives every event once. It ends when `signal` aborts, and rejects with an Error when the store is away. */
  readonly follow: (after: Position, signal: AbortSignal) => AsyncIterable<ProjectedBatch>;
};
