/** Limits of the event log. Each comment names the unit first and then the consequence. */
import { KIB, MIB, SECOND_MS } from '#domain/kernel/units.ts';

/** Characters of a stream's name. A longer name is a bug, and the append is refused before it is queued. */
export const STREAM_NAME_MAX = 128;
/** Events of one write to the log. Further events wait for the next write. */
export const LOG_BATCH_EVENTS_MAX = 500;
/** Bytes of one write to the log. Further events wait for the next write. */
export const LOG_BATCH_BYTES_MAX = 1 * MIB;
/** Bytes of one stored event, payload and metadata together. A larger event is a bug, and its append is refused. */
export const EVENT_BYTES_MAX = 64 * KIB;
/** Appends that wait for the writer. The next append is refused at once, 503. */
export const LOG_QUEUE_APPENDS_MAX = 10_000;
/** Bytes of appends that wait for the writer. An append beyond them is refused at once, 503. */
export const LOG_QUEUE_BYTES_MAX = 32 * MIB;
/** Appends under way to an EventStoreDB, which answers 100 calls of a connection at once. Further appends wait. */
export const LOG_APPENDS_AT_ONCE_MAX = 64;
/** Milliseconds that an append waits for its answer. Then it fails, 503, and a retry tells whether it was stored. */
export const LOG_APPEND_WAIT_MAX_MS = 5 * SECOND_MS;
/** Milliseconds that a read waits for its answer, at several leaders where they change. Then it fails, 503. */
export const LOG_READ_WAIT_MAX_MS = 5 * SECOND_MS;
/**
 * Milliseconds that an inquiry for the leader of a cluster waits for one. A cluster chooses a leader in 6 to 8 s. Then the
 * inquiry fails, and with it a command of the command line.
 */
export const LOG_LEADER_WAIT_MAX_MS = 15 * SECOND_MS;
