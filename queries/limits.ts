/** Limits of queries. Each comment names the unit first and then the consequence. */
import { SECOND_MS } from '#domain/kernel/units.ts';

/** Milliseconds that a query waits for the position it was asked for. Then it answers and marks the answer as stale. */
export const CAUGHT_UP_WAIT_MS = 2 * SECOND_MS;
/** Messages that the preview of a deletion counts. A channel or a guild with more is told to have more. */
export const DELETION_MESSAGES_COUNTED_MAX = 100_000;
/** UTF-16 units of a search query. A longer query is refused, 400 `search_query_invalid`. */
export const SEARCH_QUERY_CHARS_MAX = 256;
/** Words, phrases, exclusions and filters of one query. One more is refused, 400 `search_query_invalid`. */
export const SEARCH_TERMS_MAX = 20;
/** Prefixes of one query, which cost more than words. One more is refused, 400 `search_query_invalid`. */
export const SEARCH_PREFIXES_MAX = 4;
/**
 * Letters before the star of a prefix. A shorter prefix would match too much and is refused, 400
 * `search_query_invalid`.
 */
export const SEARCH_PREFIX_CHARS_MIN = 2;
/** Year of the earliest date in a query. An earlier date is refused, 400 `search_query_invalid`. */
export const SEARCH_YEAR_MIN = 1970;
/** Year of the latest date in a query. A later date is refused, 400 `search_query_invalid`. */
export const SEARCH_YEAR_MAX = 2999;
/** UTF-16 units of the name of a time zone. A longer one is refused, 400 `query_invalid`. */
export const TIME_ZONE_CHARS_MAX = 64;
/** Milliseconds that the index may take for one page. Then the search is given up, 503 `search_too_slow`. */
export const SEARCH_WITHIN_MS = 200;
/** Accounts that the names in one query may stand for. Further accounts are left out of the search. */
export const SEARCH_PEOPLE_MAX = 200;
/** Rounds in which one query asks the index for replacements of deleted hits. Then the page stays shorter. */
export const SEARCH_ROUNDS_MAX = 4;
/** UTF-16 units of a hit's excerpt. The rest of a longer message is left out. */
export const SNIPPET_CHARS_MAX = 240;
/** Guilds whose snapshots a process keeps in memory. The guild that was asked for least recently is read again. */
export const SNAPSHOTS_KEPT_MAX = 1_000;
/** Members' distinct sets of roles in one guild whose permissions are kept. One more, and all are computed again. */
export const GATES_PER_GUILD_MAX = 500;
/** Rounds in which one question reads on for entries that the viewer may see. Then the page stays shorter. */
export const AUDIT_ROUNDS_MAX = 5;
/** Messages that forward one deleted message and are told of it at once. Clients with older ones see the change when they load them again. */
export const FORWARDS_TOLD_MAX = 500;
/** Channels or members that one preview names. The counts beside them are whole. */
export const SIGHT_CHANGES_NAMED_MAX = 50;
/** Messages of one channel that count as unread. Further ones do not count, and a client shows `99+`. */
export const UNREAD_MAX = 100;
/** Messages of one channel, the newest ones, among which unread ones are counted. Older messages do not count. */
export const UNREAD_AMONG = 200;
/** Threads of a guild that one search looks in, the newest ones. Messages in an older thread are not found. */
export const SEARCH_THREADS_MAX = 2_000;
/** Messages of one thread that its line counts. A thread with more shows this number. */
export const THREAD_MESSAGES_COUNTED_MAX = 1_000;
/** UTF-16 units of the first words of a post in a list. The rest of a longer text is cut off with an ellipsis. */
export const FIRST_WORDS_CHARS_MAX = 240;
/** Threads that one user follows. With one more, the user follows the one no longer in which they wrote longest ago. */
export const FOLLOWED_THREADS_MAX = 200;
