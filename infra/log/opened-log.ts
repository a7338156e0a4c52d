import type { Position } from '#domain/kernel/event.ts';
import type { EventLog, LoggedEvent } from './event-log.ts';

/** A log as the house opens it, whichever it is. */
export type OpenedLog = EventLog & {
  /** Whether appends would be tried now; a process that is not ready should not be sent commands. */
  readonly writable: () => boolean;
  /** Two logs with one of these number their events alike; read models and tokens are of one such numbering. */
  readonly identity: string;
  /** Appends that did not wait for each other are stored in the order they were asked for, whatever their streams. */
  readonly keepsOrder: boolean;
  /** The last events before a position of an event, or before the end; oldest of them first. */
  readonly newest: (limit: number, before?: Position) => Promise<ReadonlyArray<LoggedEvent>>;
};
