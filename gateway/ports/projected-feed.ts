import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';

/** Events in log order. `through` is the last position looked at, which may lie after the last event given. */
export type ProjectedBatch = { readonly events: ReadonlyArray<Recorded<DomainEvent>>; readonly through: Position };

/**
 * The log as it may be told to clients: only what the read models that decide visibility and show messages
 * (guild-directory, message-timeline, session-list) have committed. Log order is security order: whoever lost
 * the right to see a channel at N is already out of it in every query when N is given.
 */
export type ProjectedFeed = {
  /** Up to here everything may be given. */
  readonly position: () => Position;
  /** No event missed or doubled; ends when `signal` aborts, rejects with an Error when the store is away. */
  readonly follow: (after: Position, signal: AbortSignal) => AsyncIterable<ProjectedBatch>;
};
