import type { EventId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** The shape that all events share: a name, which is stored for ever, and the facts. */
export type EventShape = { readonly type: string; readonly data: object };

/**
 * An upcaster lifts stored facts from one schema version to the next. It is pure. A sealed field is opened before, or
 * is `ERASED` when its key is destroyed.
 */
export type Upcaster = (facts: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Revision: the number of an event inside its stream, from 0. The head of an empty stream is `NO_REVISION`. */
export type Revision = number;
export const NO_REVISION: Revision = -1;

/**
 * Position: the place of an event in the whole log. Positions can be compared, and mean nothing else. No client sees a
 * position, only a sealed token of it. `BEGINNING` lies before every event.
 */
export type Position = bigint;
export const BEGINNING: Position = 0n;

/**
 * Metadata of an event. It is a flat map of strings, so that every log adapter can store it.
 * `actor` is `<kind>:<id>` with kind user, bot, webhook, import, reactor or operator.
 */
export type EventMetadata = {
  readonly actor: string;
  /** Id of the request or the import that the event belongs to. */
  readonly correlation: string;
  /** Id of the attempt or the event that led to this event. */
  readonly causation: string;
  /** The time of the decision, by the server's clock. */
  readonly time: Instant;
  readonly session?: string;
  /** Id of the event that this one compensates. */
  readonly undoes?: string;
};

/** A new event is decided and not yet appended. */
export type NewEvent<E extends EventShape> = {
  readonly eventId: EventId;
  readonly event: E;
  readonly metadata: EventMetadata;
};

/** A recorded event has its place in the log and in its stream. */
export type RecordedEvent<E extends EventShape> = NewEvent<E> & {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
};
