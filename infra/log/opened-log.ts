import type { Position } from '#domain/kernel/event.ts';
import type { EventLog, LoggedEvent } from './event-log.ts';

/** An open log with the extra facts that only the program itself needs, the same for both adapters. */
export type OpenedLog = EventLog & {
  /** Tells whether an append would be tried now. A process that is not writable should receive no commands. */
  readonly writable: () => boolean;
  /** Logs of the same identity number their events alike. Read models and position tokens belong to one identity. */
  readonly identity: string;
  /** True when appends that were started one after the other are stored in that order, even in different streams. */
  readonly keepsOrder: boolean;
  /** Reads the last `limit` events before `before`, or before the end of the log, oldest first. */
  readonly newest: (limit: number, before?: Position) => Promise<ReadonlyArray<LoggedEvent>>;
};
