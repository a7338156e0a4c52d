/** Limits of the wire, which clients obey too. Each comment names the unit first and then the consequence. */
import { KIB, SECOND_MS } from '#domain/kernel/units.ts';

/**
 * Characters (code points) that a client may send for each UTF-16 unit that is stored. Line ends and accents take fewer
 * units once the domain has written a text in its stored form. A longer text is refused, 400 `body_invalid`.
 */
export const SENT_CHARS_FACTOR = 4;
/** Messages or audit entries of one page. A client asks for another number with `limit`. */
export const HISTORY_PAGE_DEFAULT = 20;
/** Messages or audit entries of one page. A request for more is refused, 400 `query_invalid`. */
export const HISTORY_PAGE_MAX = 100;
/** Texts that a message had in one answer, the newest ones. Older ones are left out, and the answer says so. */
export const VERSIONS_LISTED_MAX = 100;
/** Hits of one page. A client asks for another number with `limit`. */
export const SEARCH_PAGE_DEFAULT = 25;
/** Hits of one page. A request for more is refused, 400 `query_invalid`. */
export const SEARCH_PAGE_MAX = 50;
/** Members of one page. A request for more is refused, 400 `query_invalid`. */
export const MEMBERS_PAGE_MAX = 200;
/** Bans of one page. A request for more is refused, 400 `query_invalid`. */
export const BANS_PAGE_MAX = 100;
/** Days of messages that a ban may delete. More days are refused, 400 `body_invalid`. */
export const BAN_DELETES_DAYS_MAX = 7;
/** Invites in one answer. A guild with more shows its newest ones. */
export const INVITES_LISTED_MAX = 500;
/** Roles or texts of one changed field in an audit entry. A longer list is cut off. */
export const AUDIT_VALUES_MAX = 512;
/** People or channels that a preview names. The counts beside the list are whole. */
export const PREVIEW_NAMED_MAX = 50;
/** Characters of a sealed page cursor. A longer cursor is refused, 400 `query_invalid`. */
export const PAGE_CURSOR_CHARS_MAX = 512;
/** Guilds in one answer or frame. A longer list does not decode. */
export const GUILDS_LISTED_MAX = 1_000;
/** Levels of nesting in a body or a frame. A deeper one is not parsed: 400 `json_too_complex`, or close 4200. */
export const JSON_DEPTH_MAX = 32;
/**
 * Values in a body or a frame, with all inner ones. One with more is not parsed: 400
 * `json_too_complex`, or close 4200. An order of 500 channels has 1,502.
 */
export const JSON_VALUES_MAX = 2_000;
/** Bytes of an access token. A longer token is refused before any cryptography, 401 `unauthenticated`. */
export const ACCESS_TOKEN_BYTES_MAX = 1 * KIB;
/** Channels that one connection subscribes to. The next subscription is refused, `too_many_subscriptions`. */
export const SUBSCRIPTIONS_MAX = 64;
/** Frames that a client sends within one window. One more closes the connection, 4201. */
export const GATEWAY_INGRESS_FRAMES = 20;
/** Milliseconds of the window in which frames are counted. A shorter window would let more frames in. */
export const GATEWAY_INGRESS_WINDOW_MS = 10 * SECOND_MS;
/** Origins in one description of a server. A client refuses a longer list. */
export const ORIGINS_MAX = 8;
/** Channels with unread messages in one answer or frame. A longer list does not decode. */
export const UNREAD_LISTED_MAX = 50_000;
/** Presences in one list. More of them come with the next frame, or, after a snapshot, with the pages of members. */
export const PRESENCES_LISTED_MAX = 1_000;
/** Rules for the notifications of one user. One more is refused, 409 `too_many_notification_rules`. */
export const NOTIFICATION_RULES_MAX = 500;
/** Messages that one user saves. One more is refused, 409 `too_many_saved_messages`. */
export const SAVED_MESSAGES_MAX = 1_000;
/** Characters of the name of a time zone. A longer name is refused, 400 `body_invalid`. */
export const ZONE_NAME_CHARS_MAX = 64;
/** Time zones whose clocks a process keeps. One more forgets all of them, and each is made again when it is needed. */
export const ZONE_CLOCKS_KEPT_MAX = 100;
/** Days of the week in quiet hours. A longer list is refused, 400 `body_invalid`. */
export const WEEK_DAYS_MAX = 7;
/** Milliseconds for which a user types after `typing_start`. A client that types on says so again before that. */
export const TYPING_SHOWN_MS = 10 * SECOND_MS;
/** Milliseconds between two `typing_start` of one connection in one channel. An earlier one is dropped. */
export const TYPING_TOLD_EVERY_MS = 8 * SECOND_MS;
/** Milliseconds without an input. Then a client says that its user is away. */
export const AWAY_AFTER_MS = 600 * SECOND_MS;
/** UTF-16 units of a custom status. A longer status is refused, `custom_status_invalid`. */
export const CUSTOM_STATUS_CHARS_MAX = 128;
/** Threads on one page. A page with more is refused, 400 `query_invalid`. */
export const THREADS_PAGE_MAX = 50;
/** Characters of the type of a file. A longer text is no media type, so the answer would not be read. */
export const CONTENT_TYPE_CHARS_MAX = 128;
/** Characters of the placeholder of a picture, in base64. A longer one would not be read. A thumbhash is shorter. */
export const PLACEHOLDER_CHARS_MAX = 64;
