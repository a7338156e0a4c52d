import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { NewEvent, Position, RecordedEvent, Revision } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** The revision that a caller expects as the head of the stream. Every append names it. */
export type ExpectedRevision =
  | { readonly kind: 'NoStream' }
  | { readonly kind: 'Exactly'; readonly revision: Revision };
export const NO_STREAM: ExpectedRevision = { kind: 'NoStream' };

export type RevisionConflict = { readonly kind: 'RevisionConflict'; readonly actual: Revision };

export type AppendReceipt = {
  /** Position of the last appended event. */
  readonly position: Position;
  readonly revision: Revision;
  /** True when these event ids stood at this place already, because an earlier try had succeeded. */
  readonly repeated: boolean;
};

/** Events of one stream. `head` is its last revision, or `NO_REVISION` if it does not exist. */
export type StreamEvents = { readonly events: ReadonlyArray<RecordedEvent<DomainEvent>>; readonly head: Revision };

export type EventStore = {
  /**
   * Reads the events after the revision `after`, in order. `NO_REVISION` reads all. A read after the head costs no I/O
   * when the adapter knows the head.
   */
  readonly readStream: (name: StreamName, after: Revision) => TaskEither<StoreUnavailable, StreamEvents>;
  /**
   * Appends all events or none. The same event ids at the same place are a success, and other events are a conflict.
   */
  readonly append: (
    name: StreamName,
    expected: ExpectedRevision,
    events: ReadonlyNonEmptyArray<NewEvent<DomainEvent>>,
  ) => TaskEither<RevisionConflict | StoreUnavailable, AppendReceipt>;
};
