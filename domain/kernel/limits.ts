/**
 * Every bound of the product: its unit in the name or the comment, and what happens beyond it.
 * Those an operator may change are read again in `infra/config` under `FILAMENT_LIMIT_<NAME>`.
 */

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Characters (UTF-16 units) of one message; beyond it the message is refused, 400 `content_invalid`. */
export const MESSAGE_CHARS_MAX = 2_000;
export const USERNAME_CHARS_MIN = 2;
export const USERNAME_CHARS_MAX = 32;
/** Characters; shorter passwords are refused at registration. */
export const PASSWORD_CHARS_MIN = 12;
/** Bytes of UTF-8; longer passwords are refused before they are hashed. */
export const PASSWORD_BYTES_MAX = 1_024;
export const GUILD_NAME_CHARS_MAX = 64;
export const CHANNEL_NAME_CHARS_MAX = 64;
export const REASON_CHARS_MAX = 240;
/** Guilds one user may own at a time; the next is refused, 409 `too_many_guilds`. */
export const GUILDS_PER_OWNER_MAX = 20;
/** Channels in one guild's list; the next is refused, 409 `too_many_channels`. */
export const CHANNELS_PER_GUILD_MAX = 500;
export const ROLES_PER_GUILD_MAX = 250;
/** Different emoji on one message; a further one is refused, 409 `too_many_reactions`. */
export const EMOJI_PER_MESSAGE_MAX = 20;
export const EMOJI_CHARS_MAX = 32;
export const INVITE_USES_MAX = 10_000;
export const INVITE_LIFETIME_MAX_MS = 365 * DAY_MS;

/** Page of messages: what is asked for when nothing is said, and the most that is given; more is 400. */
export const HISTORY_PAGE_DEFAULT = 20;
export const HISTORY_PAGE_MAX = 100;
/** Search: UTF-16 units of what is asked; beyond it 400 `search_query_invalid`. */
export const SEARCH_QUERY_CHARS_MAX = 256;
/** Words, phrases, exclusions and filters of one query; beyond it 400. Prefixes are dearer and counted apart too. */
export const SEARCH_TERMS_MAX = 20;
export const SEARCH_PREFIXES_MAX = 4;
/** Letters before the star of a prefix: fewer would stand for too much of the index. */
export const SEARCH_PREFIX_CHARS_MIN = 2;
/** Page of hits: what is asked for when nothing is said, and the most that is given; more is 400. */
export const SEARCH_PAGE_DEFAULT = 25;
export const SEARCH_PAGE_MAX = 50;
/** How long the index may look for one page; beyond it 503 `search_too_slow`. */
export const SEARCH_WITHIN_MS = 200;
/** Accounts that the names of one query may stand for, imported ones of one name among them; the rest is left out. */
export const SEARCH_PEOPLE_MAX = 200;
/** How often one question goes back to the index for hits that had gone by the time they were filled. */
export const SEARCH_ROUNDS_MAX = 4;
/** Characters of a hit's excerpt. */
export const SNIPPET_CHARS_MAX = 240;
/** Page of a guild's members. */
export const MEMBERS_PAGE_MAX = 200;

/** An access token's life; a stolen one is good for at most this long. */
export const ACCESS_TOKEN_LIFETIME_MS = 15 * MINUTE_MS;
/** Bytes; a longer token is refused before any cryptography. */
export const ACCESS_TOKEN_BYTES_MAX = 1 * KIB;
/** How far the clock of the machine that made a token may run ahead of ours; beyond it the token is refused. Its expiry knows no grace. */
export const CLOCKS_APART_MAX_MS = 5 * SECOND_MS;
/** A refresh token dies unused after this long, and its family after the other whatever its use. */
export const REFRESH_IDLE_MS = 30 * DAY_MS;
export const REFRESH_ABSOLUTE_MS = 90 * DAY_MS;
/** Two tabs may present the same refresh token this close together: the loser is told so and the family lives. */
export const REFRESH_RACE_GRACE_MS = 10 * SECOND_MS;
/** Sessions one user may hold; the oldest is revoked for the next. */
export const SESSIONS_PER_USER_MAX = 20;
/** Characters of what a client says of its device; the rest is cut off. */
export const DEVICE_CHARS_MAX = 120;
/** How far an idempotency key's own time may lie from the server's clock; further is 400. */
export const IDEMPOTENCY_WINDOW_MS = 1 * DAY_MS;
/** How far from its key's time an attempt may have written: the window, and an hour for clocks of servers that differ. */
export const KEY_REMEMBERED_MS = IDEMPOTENCY_WINDOW_MS + 1 * HOUR_MS;
/**
 * Events of a stream that are searched for what an attempt has written; one that may have written before them is
 * refused, 422 `idempotency_key_reused`.
 */
export const ATTEMPT_SEARCH_EVENTS_MAX = 4_096;
/** The owner link printed at the first start; a new one can be made with `filament owner create`. */
export const OWNER_LINK_LIFETIME_MS = 1 * DAY_MS;

/** Bytes of a JSON body, counted as they arrive; beyond it 413. */
export const JSON_BODY_BYTES_MAX = 1 * MIB;
/** Bytes of a refused body that are still taken in, so that its sender can hear the refusal; then the line is cut. */
export const REFUSED_BODY_BYTES_MAX = 16 * MIB;
/** Nesting and total keys of a JSON body, checked before any codec; beyond it 400. */
export const JSON_DEPTH_MAX = 32;
export const JSON_KEYS_MAX = 1_000;
/** How long a query waits for "at least this position" before it answers with a stale mark. */
export const CAUGHT_UP_WAIT_MS = 2 * SECOND_MS;

/** Gateway: bytes of one frame after and before identify; beyond it close 1009. */
export const FRAME_BYTES_MAX = 64 * KIB;
export const FRAME_BYTES_BEFORE_IDENTIFY_MAX = 4 * KIB;
/** A socket that has not identified by then is closed. */
export const IDENTIFY_WITHIN_MS = 5 * SECOND_MS;
export const HEARTBEAT_INTERVAL_MS = 30 * SECOND_MS;
/** A socket silent for this long is dead and closed. */
export const HEARTBEAT_DEAD_MS = 45 * SECOND_MS;
/** Frames a client may send per window; beyond it the connection is closed. */
export const GATEWAY_INGRESS_FRAMES = 20;
export const GATEWAY_INGRESS_WINDOW_MS = 10 * SECOND_MS;
/** Dispatches and bytes that may wait for one socket; beyond either the slow consumer is closed and resumes later. */
export const OUTBOUND_EVENTS_MAX = 256;
export const OUTBOUND_BYTES_MAX = 1 * MIB;
/** Channels one connection may be subscribed to; the next subscribe is refused. */
export const SUBSCRIPTIONS_MAX = 64;
export const CONNECTIONS_PER_USER_MAX = 10;
export const CONNECTIONS_PER_ADDRESS_MAX = 50;
/** Sockets that have not identified, over all addresses; beyond it an upgrade is answered 503. */
export const UNIDENTIFIED_CONNECTIONS_MAX = 1_000;
/** How long a connection outlives its access token, for a `reauthenticate` on its way; then close 4102. */
export const REAUTHENTICATE_GRACE_MS = 10 * SECOND_MS;
/** Frames that one client may have sent and not been answered; beyond it they are refused, `busy`. */
export const FRAMES_UNANSWERED_MAX = 20;
/** How long a client has to answer a close frame; then its socket is cut. */
export const CLOSE_WITHIN_MS = 5 * SECOND_MS;
/** Messages that a resuming client is sent at a time, before it must have taken them. */
export const REPLAY_PAGE_MESSAGES = 100;
/** Names kept in memory for those who speak now; the least recently needed is asked for again. */
export const USER_VIEWS_KEPT_MAX = 10_000;

/** How often something may be done: at most `times` within `withinMs`; beyond it 429 `rate_limited`, with the time to wait. */
export type Rate = { readonly times: number; readonly withinMs: number };

/**
 * Rates of requests. `address` is the client's, IPv6 folded to its /64; `network` is the same, joined with an account's
 * name. An operator changes `times` under `FILAMENT_LIMIT_<NAME>` in upper case; the windows stay.
 */
export const RATES = {
  /** Before authentication, and every request whose token is refused. */
  anonymous_requests_per_address: { times: 60, withinMs: MINUTE_MS },
  /** A ceiling above every route's own rate. */
  requests_per_user: { times: 50, withinMs: SECOND_MS },
  /** Wrong guesses; a login that succeeds is given back. The narrow one keeps a stranger from locking the owner out. */
  logins_per_account_and_network: { times: 5, withinMs: 15 * MINUTE_MS },
  logins_per_account: { times: 20, withinMs: 15 * MINUTE_MS },
  logins_per_address: { times: 20, withinMs: HOUR_MS },
  registrations_per_address: { times: 3, withinMs: HOUR_MS },
  ownership_claims_per_address: { times: 10, withinMs: HOUR_MS },
  refreshes_per_session: { times: 30, withinMs: HOUR_MS },
  guilds_created_per_user: { times: 10, withinMs: HOUR_MS },
  channels_created_per_user: { times: 30, withinMs: MINUTE_MS },
  invites_created_per_user: { times: 30, withinMs: HOUR_MS },
  invites_accepted_per_user: { times: 5, withinMs: MINUTE_MS },
  /** Renaming, deleting, leaving, kicking, revoking a session. */
  changes_per_user: { times: 30, withinMs: MINUTE_MS },
  messages_per_user_and_channel: { times: 5, withinMs: 5 * SECOND_MS },
  /** Edits, deletes and reactions. */
  message_changes_per_user: { times: 20, withinMs: 10 * SECOND_MS },
  /** Each may keep the index busy for its whole time; a guild's is counted for its members alone. */
  searches_per_user: { times: 20, withinMs: 10 * SECOND_MS },
  searches_per_guild: { times: 100, withinMs: 10 * SECOND_MS },
} as const satisfies { readonly [name: string]: Rate };
export type RateName = keyof typeof RATES;
/** Every rate as it stands on this server, overrides applied. */
export type Rates = Readonly<Record<RateName, Rate>>;
/** Keys remembered for one rate, the least recently used forgotten first: bounds memory against a flood of addresses. */
export const RATE_KEYS_MAX = 50_000;

/** Characters of a problem's detail and of the field it names; longer ones are cut. */
export const PROBLEM_DETAIL_CHARS_MAX = 1_024;
export const PROBLEM_FIELD_CHARS_MAX = 256;
/** Characters of a refused frame's own name or nonce that its `error` repeats; the rest is cut off. */
export const FRAME_REF_CHARS_MAX = 64;
/** Characters of a sealed page cursor in a query; a longer one is 400. */
export const PAGE_CURSOR_CHARS_MAX = 512;
/** A request's headers and whole body must have arrived by then; slower clients are cut off. */
export const HTTP_HEADERS_WITHIN_MS = 10 * SECOND_MS;
export const HTTP_REQUEST_WITHIN_MS = 30 * SECOND_MS;
export const HTTP_KEEP_ALIVE_MS = 5 * SECOND_MS;
/** Bytes of all headers together; beyond it 431. */
export const HTTP_HEADERS_BYTES_MAX = 16 * KIB;

/** Attempts to append after a revision conflict; beyond it the command fails with 503 `contention`. */
export const APPEND_ATTEMPTS_MAX = 8;
/** Longest name of a stream, in characters; a longer one is a fault of ours and is refused before it is queued. */
export const STREAM_NAME_MAX = 128;
/** Events and bytes that one write to the log carries at most. */
export const LOG_BATCH_EVENTS_MAX = 500;
export const LOG_BATCH_BYTES_MAX = 1 * MIB;
/** Bytes of one stored event (payload and metadata); beyond it the append is refused as a fault of ours. */
export const EVENT_BYTES_MAX = 64 * KIB;
/** Appends and bytes that may wait for the log's writer; beyond either an append is refused at once, 503. */
export const LOG_QUEUE_APPENDS_MAX = 10_000;
export const LOG_QUEUE_BYTES_MAX = 32 * MIB;
/** Appends that go to an EventStoreDB side by side; the next wait for their turn. A server answers 100 calls of a connection. */
export const LOG_APPENDS_AT_ONCE_MAX = 64;
/** How long an append waits for its answer; beyond it 503, and repeating it settles what became of it. */
export const LOG_APPEND_WAIT_MAX_MS = 5 * SECOND_MS;
/** Password hashes that may wait for a free core; beyond it 503 with `Retry-After`. */
export const PASSWORD_HASHES_WAITING_MAX = 32;

/** Events a live projection commits at once at most; what arrives meanwhile waits for the next commit. */
export const PROJECTION_BATCH_EVENTS_MAX = 1_000;
/** Events a rebuild reads and commits at once: its memory, and how often it tells of its progress. */
export const REBUILD_PAGE_EVENTS = 2_000;
/** The same where a server builds beside serving people: what is read at once keeps everybody else waiting. */
export const REBUILD_PAGE_EVENTS_BESIDE_PEOPLE = 200;
/**
 * A read model that a start finds further behind than the first many events, and by more than one part in the second
 * of the whole log's length, is rebuilt beside instead of being caught up: a rebuild takes events in several times as
 * fast.
 */
export const CATCH_UP_EVENTS_MAX = 20_000;
export const CATCH_UP_LOG_PARTS = 4;
/** How long a projection that met a failure waits before it tries again: doubled each time up to the second. */
export const PROJECTION_RETRY_MIN_MS = 50;
export const PROJECTION_RETRY_MAX_MS = 5 * SECOND_MS;
/** How long the checkpoint of a read model may lie behind events that mean nothing to it. */
export const CHECKPOINT_LAZY_MS = 500;
/** Commits of the search index follow each other at this distance, unless a full batch waits: each costs the disk the same. */
export const SEARCH_COMMIT_EVERY_MS = 100;
/** How long removed text stays in the files of the search index: the first as a rule, the second at most. */
export const PURGE_AFTER_MS = 1 * MINUTE_MS;
export const PURGE_AFTER_MAX_MS = 1 * HOUR_MS;
/** Folded states kept in memory for each kind of stream; the one not asked for longest is folded again when needed. */
export const FOLDS_KEPT_MAX = 4_096;
/** A place that a guild or a channel took, and was never made for, is free for another one after this long. */
export const PLACE_ABANDONED_MS = 1 * MINUTE_MS;
/** A name whose registration was cut short and not taken up again for this long is free for somebody else. */
export const USERNAME_CLAIM_ABANDONED_MS = 1 * HOUR_MS;
