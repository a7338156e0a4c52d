/** Limits of commands. Each comment names the unit first and then the consequence. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#domain/kernel/units.ts';

/** Sessions that one user holds at a time. The oldest session is revoked for the next. */
export const SESSIONS_PER_USER_MAX = 20;
/** Milliseconds that an access token lives. A stolen token works for at most this long. */
export const ACCESS_TOKEN_LIFETIME_MS = 15 * MINUTE_MS;
/** Milliseconds that a refresh token may stay unused. After that the user logs in again. */
export const REFRESH_IDLE_MS = 30 * DAY_MS;
/** Milliseconds that a family of refresh tokens lives, used or not. After that the user logs in again. */
export const REFRESH_ABSOLUTE_MS = 90 * DAY_MS;
/** Milliseconds between two uses of one refresh token by two tabs. The later tab is told so and the family lives. */
export const REFRESH_RACE_GRACE_MS = 10 * SECOND_MS;
/** Milliseconds that a place of a login is remembered. After that the same place counts as a stranger's. */
export const LOGIN_PLACE_KEPT_MS = 180 * DAY_MS;
/** Networks that are remembered for one user, and as many devices. The one not used longest is forgotten. */
export const LOGIN_PLACES_PER_USER_MAX = 10;
/** Milliseconds that an owner link works. After that `filament owner create` makes another link. */
export const OWNER_LINK_LIFETIME_MS = 1 * DAY_MS;
/** Milliseconds after which an unfinished registration is abandoned. Then another user may take its username. */
export const USERNAME_CLAIM_ABANDONED_MS = 1 * HOUR_MS;
/** Appends that one command tries after revision conflicts. Then the command fails, 503 `contention`. */
export const APPEND_ATTEMPTS_MAX = 8;
/** Folded states in memory for each kind of stream. The state that was not asked for longest is folded again. */
export const FOLDS_KEPT_MAX = 4_096;
/** Events of a stream that are searched for what an attempt has written. A retry that comes later is refused, 422. */
export const ATTEMPT_SEARCH_EVENTS_MAX = 4_096;
/** Milliseconds between the end of the time to undo a removal and its erasure. An undo that began in time ends first. */
export const ERASURE_MARGIN_MS = 1 * HOUR_MS;
/** Streams that one undo changes at once. The next ones wait for these, so that other commands are not crowded out. */
export const UNDO_STREAMS_AT_ONCE = 32;
/** Minutes of quiet of a thread whose maker chose no other time. After that time it is archived. */
export const THREAD_ARCHIVE_MINS = 4_320;
/** Minutes of quiet of a post in a forum whose author chose no other time. After that time it is archived. */
export const POST_ARCHIVE_MINS = 10_080;
