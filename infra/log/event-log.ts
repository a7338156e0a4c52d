/**
 * The log port stores events as JSON texts, byte for byte, and does not know their meaning. It promises only what
 * every adapter keeps. The contract suite in `infra/workshop/contract/log` tests each promise.
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
  /** JSON text. A read returns the same bytes, because hashes are computed over them. */
  readonly data: string;
  /** JSON text of an object whose values are all strings. */
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
      /** Position of the last event of this append. */
      readonly position: Position;
      readonly revision: Revision;
      /** True when events with the same ids stood at this place before this call. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'RevisionConflict'; readonly actual: Revision };

/** A batch that this process's writer has just stored, in log order. */
export type WrittenBatch = {
  /** Head of the log before this batch. No event stands between `after` and the first event of the batch. */
  readonly after: Position;
  readonly events: ReadonlyArray<{
    /** The same object that was handed to `append`. */
    readonly stored: StoredEvent;
    readonly position: Position;
    readonly stream: StreamName;
    readonly revision: Revision;
  }>;
};

export type LoggedSlice = { readonly events: ReadonlyArray<LoggedEvent>; readonly head: Revision };

export type EventLog = {
  /**
   * Appends all of `events`, or none, after revision `expected`. `NO_REVISION` means that the stream must not exist.
   * Success includes the case that the same ids already stand at this place, so it is always safe to repeat an append
   * of unknown outcome.
   * Rejects with `LogUnavailable` (try again later) or `UnstorableAppend` (this append will never be stored).
   */
  readonly append: (
    stream: StreamName,
    expected: Revision,
    events: ReadonlyNonEmptyArray<StoredEvent>,
  ) => Promise<AppendOutcome>;
  /** Reads the events after revision `after`, in order, and the stream's head. Rejects with `LogUnavailable`. */
  readonly readStream: (stream: StreamName, after: Revision) => Promise<LoggedSlice>;
  /**
   * Reads at most `limit` events after position `after`, in log order. `known` is the id of the event that the caller
   * read at `after`: the same read proves that it still stands there. Rejects with `LogUnavailable`, and with
   * `LogCutBack` when another event or none stands there.
   */
  readonly readAll: (after: Position, limit: number, known?: EventId) => Promise<ReadonlyArray<LoggedEvent>>;
  /** Reads the event at exactly this position. Undefined when no event stands there. Rejects with `LogUnavailable`. */
  readonly eventAt: (position: Position) => Promise<LoggedEvent | undefined>;
  /**
   * Counts the events after a position, up to `atMost`. Callers must not subtract positions instead, because positions
   * are only ordered: on one adapter they count events, on another they count bytes. Rejects with `LogUnavailable`.
   */
  readonly countAfter: (after: Position, atMost: number) => Promise<number>;
  /** Position of the last event, or `BEGINNING` for an empty log. */
  readonly head: () => Promise<Position>;
  /**
   * Calls the listener when the log may have grown. The call is a hint only, so a follower polls as well. An adapter
   * that is the only writer of the log passes the events that it stored, so that this process does not read them back.
   * Returns a function that ends the listening.
   */
  readonly onAppended: (listener: (written?: WrittenBatch) => void) => () => void;
  readonly close: () => Promise<void>;
};

/** The store cannot be reached or did not answer. The events may be stored or not, and only a repeated append can tell. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/**
 * The log no longer holds an event that this process has read from it. It was restored from an older backup, and every
 * position that was remembered since may name another event now.
 */
export class LogCutBack extends Error {
  override readonly name = 'LogCutBack';

  constructor(position: Position) {
    super(`the log was cut back: it no longer holds the event that this process read at position ${position}`);
  }
}

/**
 * The store rejects the credentials, or its user lacks a right. A retry does not help, and the operator must correct
 * them.
 */
export class CredentialsRefused extends LogUnavailable {}

/** The URL of the log, or a file that it names, cannot be used. The message holds nothing of the URL but paths. */
export class LogUrlUnfit extends Error {
  override readonly name = 'LogUrlUnfit';
}

/** This append can never be stored, however often it is tried. It is a bug in this program. */
export class UnstorableAppend extends Error {
  override readonly name = 'UnstorableAppend';
}
