/** The log, as the registry of read models compares it with its checkpoints. Each function rejects while it is away. */
import type { Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** An event with its place, and its metadata as JSON text. */
export type ComparedEvent = {
  readonly position: Position;
  readonly eventId: EventId;
  readonly stream: StreamName;
  readonly metadata: string;
};

export type ComparedLog = {
  /** Logs of the same identity number their events alike. */
  readonly identity: string;
  /** Reads the event at exactly this position. Undefined when no event stands there. */
  readonly eventAt: (position: Position) => Promise<ComparedEvent | undefined>;
  /** Reads the last `limit` events before `before`, or before the end of the log, oldest first. */
  readonly newest: (limit: number, before?: Position) => Promise<ReadonlyArray<ComparedEvent>>;
  /** Counts the events after a position, up to `atMost`. */
  readonly countAfter: (after: Position, atMost: number) => Promise<number>;
};
