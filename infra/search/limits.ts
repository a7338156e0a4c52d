/** Limits of the search index. Each comment names the unit first and then the consequence. */
import { HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';

/** Milliseconds between two commits of the index, unless a full batch waits. More commits would cost the disk more. */
export const SEARCH_COMMIT_EVERY_MS = 100;
/** Milliseconds after which removed text is purged from the files of the index. A busy index may take longer. */
export const PURGE_AFTER_MS = 1 * MINUTE_MS;
/** Milliseconds that removed text stays in the files of the index at most. Then it is purged, however busy the index is. */
export const PURGE_AFTER_MAX_MS = 1 * HOUR_MS;
