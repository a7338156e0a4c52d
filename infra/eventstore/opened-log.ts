import type { EventLog } from './event-log.ts';

/** A log as the house opens it, whichever it is. */
export type OpenedLog = EventLog & {
  /** Whether appends would be tried now; a process that is not ready should not be sent commands. */
  readonly writable: () => boolean;
  /** Two logs with one of these number their events alike; read models are of one such numbering. */
  readonly identity: string;
};
