/** Limits of projections. Each comment names the unit first and then the consequence. */
import { SECOND_MS } from '#domain/kernel/units.ts';

/** Events that a live projection commits at once. Events that arrive meanwhile wait for the next commit. */
export const PROJECTION_BATCH_EVENTS_MAX = 1_000;
/** Events that a rebuild reads and commits at once. A larger page takes more memory and tells of progress less often. */
export const REBUILD_PAGE_EVENTS = 2_000;
/** Events that a rebuild takes at once in a process that serves people. A larger page keeps their requests waiting. */
export const REBUILD_PAGE_EVENTS_BESIDE_PEOPLE = 200;
/** Events that a starting process catches up with. A read model further behind is rebuilt, which is several times faster. */
export const CATCH_UP_EVENTS_MAX = 20_000;
/** Parts of the log, all of one length. A read model is rebuilt only when more than one part lies ahead of it. */
export const CATCH_UP_LOG_PARTS = 4;
/** Milliseconds that a projection pauses after its first failure. Each further pause is twice as long. */
export const PROJECTION_RETRY_MIN_MS = 50;
/** Milliseconds of the longest pause between two attempts. The pauses no longer grow beyond it. */
export const PROJECTION_RETRY_MAX_MS = 5 * SECOND_MS;
/** Milliseconds that a checkpoint may lag behind events that change nothing. After a crash they are read again. */
export const CHECKPOINT_LAZY_MS = 500;
