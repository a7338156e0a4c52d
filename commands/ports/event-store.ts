import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { NewEvent, Position, RecordedEvent, Revision } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** No unconditional append exists: whoever appends says what they believe the stream's head to be. */
export type ExpectedRevision =
  | { readonly kind: 'NoStream' }
  | { readonly kind: 'Exactly'; readonly revision: Revision };
export const NO_STREAM: ExpectedRevision = { kind: 'NoStream' };

export type RevisionConflict = { readonly kind: 'RevisionConflict'; readonly actual: Revision };

export type AppendReceipt = {
  /** Of the last event appended. */
  readonly position: Position;
  readonly revision: Revision;
  /** True when the same event ids already stood at this place: an earlier attempt had succeeded. */
  readonly repeated: boolean;
};

/** `head` is the stream's last revision, `NO_REVISION` for a stream that does not exist. */
export type StreamEvents = { readonly events: ReadonlyArray<RecordedEvent<DomainEvent>>; readonly head: Revision };

export type EventStore = {
  /**
   * Events after revision `after` (`NO_REVISION` for all), in order. Asking after the head costs no I/O where the
   * adapter knows it.
   */
  readonly readStream: (name: StreamName, after: Revision) => TaskEither<StoreUnavailable, StreamEvents>;
  /** All of `events` or none. The same ids at the same place are success; anything else there is a conflict. */
  readonly append: (
    name: StreamName,
    expected: ExpectedRevision,
    events: ReadonlyNonEmptyArray<NewEvent<DomainEvent>>,
  ) => TaskEither<RevisionConflict | StoreUnavailable, AppendReceipt>;
};
