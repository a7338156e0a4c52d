/**
 * The log as it is stored: JSON texts, byte for byte, with no knowledge of what the events mean.
 * It is the intersection of what every adapter does honestly; `contract/` says what each must keep.
 */
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { Position, Revision } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

export type StoredEvent = {
  readonly eventId: EventId;
  readonly type: string;
  /** Schema version of `data`, from 1. */
  readonly schemaVersion: number;
  /** JSON text. It comes back with the very same bytes, because hashes are taken over them. */
  readonly data: string;
  /** JSON text of a flat map of strings. */
  readonly metadata: string;
};

export type LoggedEvent = StoredEvent & {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
};

export type AppendOutcome =
  | {
      readonly kind: 'Appended';
      /** Of the last event. */
      readonly position: Position;
      readonly revision: Revision;
      /** True when the same ids stood at this place before this call. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'RevisionConflict'; readonly actual: Revision };

/** Where the writer of this process has just put events it was given, in log order. */
export type Written = {
  /** The log's head before: nothing stands between it and the first of these. */
  readonly after: Position;
  readonly events: ReadonlyArray<{
    /** The very object that was handed to `append`. */
    readonly stored: StoredEvent;
    readonly position: Position;
    readonly stream: StreamName;
    readonly revision: Revision;
  }>;
};

export type LoggedSlice = { readonly events: ReadonlyArray<LoggedEvent>; readonly head: Revision };

export type EventLog = {
  /**
   * All of `events` or none, after revision `expected` (`NO_REVISION`: the stream must not exist).
   * The same ids at the same place are success, so repeating an append of unknown outcome is always safe.
   * Rejects with `LogUnavailable` (try again later) or `UnstorableAppend` (never will be stored).
   */
  readonly append: (
    stream: StreamName,
    expected: Revision,
    events: ReadonlyNonEmptyArray<StoredEvent>,
  ) => Promise<AppendOutcome>;
  /** Events after revision `after`, in order, and the stream's head. Rejects with `LogUnavailable`. */
  readonly readStream: (stream: StreamName, after: Revision) => Promise<LoggedSlice>;
  /** At most `limit` events after position `after`, in log order. Rejects with `LogUnavailable`. */
  readonly readAll: (after: Position, limit: number) => Promise<ReadonlyArray<LoggedEvent>>;
  /**
   * How many events stand after a position, counted no further than `atMost`. Positions are ordered and no more: a
   * difference of two is a number of events on one adapter and of bytes on another. Rejects with `LogUnavailable`.
   */
  readonly countAfter: (after: Position, atMost: number) => Promise<number>;
  /** Position of the last event, `BEGINNING` for an empty log. */
  readonly head: () => Promise<Position>;
  /**
   * A hint that the log may have grown; whoever follows polls as well. An adapter that writes the log alone says what
   * it has written, so that nobody of this process need read it back. Returns how to stop listening.
   */
  readonly onAppended: (listener: (written?: Written) => void) => () => void;
  readonly close: () => Promise<void>;
};

/** The world broke. Nothing is known to be stored unless a repeated append says so. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/** Trying again does not help; an operator who mends the credentials does. */
export class CredentialsRefused extends LogUnavailable {}

/** A fault of ours: this append can never be stored, whoever tries and however often. */
export class UnstorableAppend extends Error {
  override readonly name = 'UnstorableAppend';
}
