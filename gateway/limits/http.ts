/** Limits of HTTP requests. Each comment names the unit first and then the consequence. */
import { DAY_MS, KIB, SECOND_MS } from '#domain/kernel/units.ts';

/**
 * Bytes of a body of names, a password or a token. Each character may be written as an escape of six bytes. A longer
 * body is refused, 413 `body_too_large`.
 */
export const SMALL_BODY_BYTES_MAX = 8 * KIB;
/** Pages of 100 messages that one removal of a member's messages takes. Older messages stay, and a second call goes on. */
export const MEMBER_MESSAGES_PAGES_MAX = 100;
/** Milliseconds from now to the end of a mute. A later end is refused, 400 `body_invalid`, because a mute for good has none. */
export const MUTE_AHEAD_MAX_MS = 366 * DAY_MS;
/** Bytes of a body with an order of all channels, roles or guilds. A longer body is refused, 413 `body_too_large`. */
export const ORDER_BODY_BYTES_MAX = 64 * KIB;
/**
 * Bytes of a body with the text of a message. The text may have its longest spelling, each character written as an
 * escape of six bytes. A longer body is refused, 413 `body_too_large`.
 */
export const MESSAGE_BODY_BYTES_MAX = 48 * KIB;
/**
 * Bytes of an unread body that are still taken after an early answer, so that its sender hears the answer. Then the
 * connection is closed.
 */
export const UNREAD_BODY_BYTES_MAX = 64 * KIB;
/** Milliseconds in which the rest of an unread body is awaited. Then the connection is closed. */
export const UNREAD_BODY_WITHIN_MS = 2 * SECOND_MS;
/** Bytes from which an answer is compressed. A shorter one fits into one packet anyway, so it is sent as it is. */
export const COMPRESSED_FROM_BYTES = 1_024;
/**
 * Answers that are compressed at the same time. A further one is sent as it is, because the same threads hash passwords and
 * read files.
 */
export const COMPRESSIONS_AT_ONCE_MAX = 4;
/** Characters of a problem's detail. The rest of a longer detail is cut off. */
export const PROBLEM_DETAIL_CHARS_MAX = 1_024;
/** Characters of the field that a problem names. The rest of a longer name is cut off. */
export const PROBLEM_FIELD_CHARS_MAX = 256;
/** Milliseconds within which the headers of a request arrive. A slower client is cut off. */
export const HTTP_HEADERS_WITHIN_MS = 10 * SECOND_MS;
/** Milliseconds within which a whole request arrives. A slower client is cut off. */
export const HTTP_REQUEST_WITHIN_MS = 30 * SECOND_MS;
/** Milliseconds that an idle connection is kept for the next request. Then it is closed. */
export const HTTP_KEEP_ALIVE_MS = 5 * SECOND_MS;
/** Bytes of all headers of a request together. A request with more is refused, 431. */
export const HTTP_HEADERS_BYTES_MAX = 16 * KIB;
/** Proxies behind each other. A request that names more trusted ones counts as the last one that was read. */
export const PROXIES_MAX = 32;
/** Characters of one hop of a request: an IPv6 address with a zone and a port is shorter. A longer hop is unknown. */
export const HOP_CHARS_MAX = 128;
/**
 * Characters of a `Forwarded` header, which is read from its beginning. The nearest hop of a longer one is unknown, so it
 * counts as its proxy.
 */
export const FORWARDED_CHARS_MAX = 2_048;
/** Usernames in memory, for the authors of messages. One more makes the server forget the name not used longest. */
export const USER_VIEWS_KEPT_MAX = 10_000;
