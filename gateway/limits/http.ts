/** Limits of HTTP requests. Each comment names the unit first and then the consequence. */
import { KIB, MIB, SECOND_MS } from '#domain/kernel/units.ts';

/** Bytes of a JSON body, counted as they arrive. A longer body is refused, 413 `body_too_large`. */
export const JSON_BODY_BYTES_MAX = 1 * MIB;
/** Bytes of a refused body that are still read, so that its sender hears the refusal. Then the connection is cut. */
export const REFUSED_BODY_BYTES_MAX = 16 * MIB;
/** Levels of nesting in a JSON body. A deeper body is refused before it is decoded, 400 `json_too_complex`. */
export const JSON_DEPTH_MAX = 32;
/** Keys in a JSON body. A body with more is refused before it is decoded, 400 `json_too_complex`. */
export const JSON_KEYS_MAX = 1_000;
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
/** Usernames in memory, for the authors of messages. One more makes the server forget the name not used longest. */
export const USER_VIEWS_KEPT_MAX = 10_000;
