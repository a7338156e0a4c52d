/** Limits of gateway connections. Each comment names the unit first and then the consequence. */
import { KIB, MIB, MINUTE_MS, SECOND_MS } from '#domain/kernel/units.ts';

/** Bytes of one frame. A longer frame closes the connection, 1009. */
export const FRAME_BYTES_MAX = 64 * KIB;
/** Bytes that a client sends before it has identified. One more byte closes the connection, 1009. */
export const FRAME_BYTES_BEFORE_IDENTIFY_MAX = 4 * KIB;
/** Fragments of one frame. A frame in more fragments closes the connection. */
export const FRAGMENTS_MAX = 64;
/** Chunks of one frame that wait for the rest of it. A frame in more chunks closes the connection. */
export const BUFFERED_CHUNKS_MAX = 256;
/** Milliseconds within which a client identifies. A slower client is closed. */
export const IDENTIFY_WITHIN_MS = 5 * SECOND_MS;
/** Milliseconds between two heartbeats of a client. A longer interval would find dead connections later. */
export const HEARTBEAT_INTERVAL_MS = 30 * SECOND_MS;
/** Milliseconds that a client may be silent. A client that is silent for longer is taken for dead and closed. */
export const HEARTBEAT_DEAD_MS = 45 * SECOND_MS;
/**
 * Milliseconds between two looks at the deadlines of all connections. A longer interval would close late ones later.
 */
export const LOOK_EVERY_MAX_MS = 1_000;
/** Milliseconds until settings are told again that could not be read. A shorter time would ask a database in trouble. */
export const SETTINGS_AGAIN_MS = 1_000;
/** Dispatches that wait for one connection. One more closes it as a slow consumer, which may resume. */
export const OUTBOUND_EVENTS_MAX = 256;
/** Bytes that wait for one connection. More bytes close it as a slow consumer, which may resume. */
export const OUTBOUND_BYTES_MAX = 1 * MIB;
/** Connections of one user. The next connection is closed. */
export const CONNECTIONS_PER_USER_MAX = 10;
/** Connections from one address. The next upgrade is refused, 429. */
export const CONNECTIONS_PER_ADDRESS_MAX = 50;
/**
 * Connections of all addresses that have not identified. The next one displaces a silent one of the network that holds
 * most. With no such connection the upgrade is refused, 503.
 */
export const UNIDENTIFIED_CONNECTIONS_MAX = 1_000;
/** Milliseconds within which a client identifies while it is crowded. A slower client is closed, and comes back. */
export const IDENTIFY_WITHIN_CROWDED_MS = 2 * SECOND_MS;
/**
 * Milliseconds of silence that a client is granted against newcomers when no network holds more than others. Then it is
 * displaced. A shorter time would displace clients on slow lines after a restart.
 */
export const DISPLACED_AFTER_MS = 1 * SECOND_MS;
/**
 * Milliseconds that a connection outlives its access token, so that the client can reauthenticate. Then it is closed,
 * 4102.
 */
export const REAUTHENTICATE_GRACE_MS = 10 * SECOND_MS;
/** Frames of one client that wait for their answers. One more is refused, `busy`. */
export const FRAMES_UNANSWERED_MAX = 20;
/** Milliseconds within which a client answers a close frame. Then its socket is cut. */
export const CLOSE_WITHIN_MS = 5 * SECOND_MS;
/** Messages that a resuming client is sent at a time. The next page waits until the client has taken this one. */
export const REPLAY_PAGE_MESSAGES = 100;
/** UTF-16 units of a refused frame's name or nonce in its `error`. The rest is cut off. */
export const FRAME_REF_CHARS_MAX = 64;
/** Nonces of one connection that wait for the message's dispatch. The oldest beyond that is sent as a ULID. */
export const NONCES_KEPT_MAX = 64;
/** Attempts to ask the gate again after a member lost a right meanwhile. Then the frame is refused, `busy`. */
export const GATE_ATTEMPTS_MAX = 8;
/** Attempts to ask for a snapshot again after a member lost a right meanwhile. Then the connection is closed. */
export const SNAPSHOT_ATTEMPTS_MAX = 8;
/** Dispatches of a guild that wait for the visibility gate. With one more, the connections that wait are closed, 4003. */
export const WITHHELD_MAX = 10_000;
/** Milliseconds between two log lines about refused origins. Origins in between are refused without a line. */
export const STRANGE_ORIGIN_LOGGED_EVERY_MS = 1 * MINUTE_MS;
/** UTF-16 units of a refused origin in the log. A longer one is logged as `unreadable`. */
export const STRANGE_ORIGIN_CHARS_MAX = 200;
/** Channels of a guild that are told one by one when their rights change. With more, the whole guild is told. */
export const CHANNELS_TOLD_SINGLY_MAX = 32;
/** Guilds whose rights the gateway keeps in memory. One more makes it forget the oldest, and ask for that one again. */
export const GUILDS_REMEMBERED_MAX = 2_000;
/** Connections that hear of their new sight in one turn of the event loop. The others hear of it in the next turns. */
export const RELEASED_PER_TURN_MAX = 256;
/** Milliseconds between two looks at the time-outs of connected members. A timer cannot wait for much longer. */
export const LOOK_AT_TIME_OUTS_EVERY_MAX_MS = 24 * 60 * MINUTE_MS;
/** Milliseconds between two looks at the channels with new messages. Unread numbers are told no more often. */
export const UNREAD_TOLD_EVERY_MS = 1 * SECOND_MS;
/** Channels whose newest messages one question reads. More channels take further questions. */
export const UNREAD_CHANNELS_ASKED = 50;
/** Milliseconds between two frames of presences to one connection. A longer time would tell a change later. */
export const PRESENCE_TOLD_EVERY_MS = 1 * SECOND_MS;
/** Milliseconds for which a user stays after the last connection ended. A reload within it is told to nobody. */
export const PRESENCE_GRACE_MS = 10 * SECOND_MS;
/** Milliseconds between two signs of life of one gateway to the others. A longer time would keep its users longer. */
export const WHISPER_PULSE_MS = 15 * SECOND_MS;
/** Milliseconds of silence of another gateway. Then its users count as gone. */
export const WHISPER_SILENCE_MAX_MS = 45 * SECOND_MS;
/** Bytes of one whisper to the other gateways. More users go into the next one, because Postgres takes 8,000 sealed. */
export const WHISPER_BYTES_MAX = 5_000;
/** Whispers that wait for the database. One more makes the gateway forget the oldest. */
export const WHISPERS_WAITING_MAX = 1_000;
/** Guilds that a whisper names for one user. The user is offline in the others for the clients of another gateway. */
export const WHISPERED_GUILDS_MAX = 120;
/** Users whose last joins and leaves the gateway remembers. One more makes it forget the oldest. */
export const MEMBERSHIP_NEWS_KEPT_MAX = 10_000;
/** Channels that one question about changed threads names. More of them make further questions. */
export const THREADS_ASKED_MAX = 200;
/** Channels that a gateway knows to be no threads. It forgets all of them when there are more, and asks again. */
export const PLAIN_CHANNELS_KNOWN_MAX = 10_000;
