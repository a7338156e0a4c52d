import type { EventId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** The shape every slice's events share: a name that is stored for ever, and its facts. */
export type EventShape = { readonly type: string; readonly data: object };

/**
 * Lifts stored facts of one schema version to the next. It is pure. A sealed field comes in opened, or as `ERASED` once
 * its key is destroyed.
 */
export type Upcaster = (facts: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Number of an event inside its stream, from 0. An empty stream's head is `NO_REVISION`. */
export type Revision = number;
export const NO_REVISION: Revision = -1;

/**
 * Place in the whole log: ordered, and nothing else may be read from it. It never reaches a client;
 * clients get sealed tokens. `BEGINNING` lies before every event.
 */
export type Position = bigint;
export const BEGINNING: Position = 0n;

/**
 * A flat map of strings, so that every log adapter can hold it.
 * `actor` is `<kind>:<id>` with kind user, bot, webhook, import, reactor or operator.
 */
export type EventMetadata = {
  readonly actor: string;
  /** The request or run that this belongs to. */
  readonly correlation: string;
  /** The command or event that led to this event. */
  readonly causation: string;
  /** When the server decided it, by its own clock. */
  readonly time: Instant;
  readonly session?: string;
  /** Id of the event that this one compensates. */
  readonly undoes?: string;
};

export type NewEvent<E extends EventShape> = {
  readonly eventId: EventId;
  readonly event: E;
  readonly metadata: EventMetadata;
};

export type RecordedEvent<E extends EventShape> = NewEvent<E> & {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
};
