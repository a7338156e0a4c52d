/**
 * Gateway frames that are not dispatches. Every frame is `{ "v": 1, "t": name, "d": facts }`, exactly.
 *
 * hello -> identify | resume -> ready | resumed -> subscribe, heartbeat, message_create ...
 */

import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { FILES_PER_MESSAGE_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { GivenAttachment } from '#gateway/protocol/attachments.ts';
import {
  ACCESS_TOKEN_BYTES_MAX,
  GUILDS_LISTED_MAX,
  PAGE_CURSOR_CHARS_MAX,
  SUBSCRIPTIONS_MAX,
  UNREAD_LISTED_MAX,
} from '#gateway/protocol/limits.ts';
import { PresenceChoice, PresenceRequest } from '#gateway/protocol/presence.ts';
import { count, GuildEntry, instant, Me, presences, Thread, Unread } from '#gateway/protocol/resources.ts';
import { Settings } from '#gateway/protocol/settings.ts';
import { flag, id, integer, listOf, nullable, object, sentText, type TypeOf, text } from '#gateway/protocol/wire.ts';
import { FOLLOWED_THREADS_MAX } from '#queries/limits.ts';

/** Protocol level, the `v` of every frame. It rises when a client of the level before would misread a frame. */
export const PROTOCOL_LEVEL = 1;

const accessToken = text({ min: 1, max: ACCESS_TOKEN_BYTES_MAX });
/** Resume token. It is sealed and holds the log position up to which the client was served, and its subscriptions. */
const resumeToken = text({ min: 1, max: 3_000 });
const positionToken = text({ min: 1, max: PAGE_CURSOR_CHARS_MAX });
const channel = { channel_id: id(ChannelId) };
/** Idempotency key of a message: a ULID or UUIDv7 that the client makes for its first try. */
const nonce = text({ min: 1, max: 64 });
/** Name that a client gives to a frame, so that it finds the answer or the error that belongs to it. */
const ref = text({ min: 1, max: 64 });

export const clientFrames = {
  /** `presence` says whether the user is away, with the choice that an earlier client kept. A choice that the server knows wins. */
  identify: object({ access_token: accessToken }, { presence: PresenceRequest }),
  resume: object({ access_token: accessToken, resume_token: resumeToken }, { presence: PresenceRequest }),
  heartbeat: object({}),
  subscribe: object(channel, { ref }),
  unsubscribe: object(channel, { ref }),
  message_create: object(
    { ...channel, content: sentText(MESSAGE_CHARS_MAX), nonce },
    {
      reply_to: nullable(id(MessageId)),
      mention_replied: flag,
      attachments: listOf(GivenAttachment, FILES_PER_MESSAGE_MAX),
    },
  ),
  reauthenticate: object({ access_token: accessToken }),
  /** Says that the user types in a channel. It has no answer, and is dropped when it comes too often. */
  typing_start: object(channel),
  presence_set: PresenceRequest,
} as const;
export type ClientFrameName = keyof typeof clientFrames;
export type ClientFrameOf<N extends ClientFrameName> = { readonly t: N; readonly d: TypeOf<(typeof clientFrames)[N]> };
export type ClientFrame = { readonly [N in ClientFrameName]: ClientFrameOf<N> }[ClientFrameName];

const guilds = listOf(GuildEntry, GUILDS_LISTED_MAX);
/**
 * Facts about the viewer that a server of an earlier version leaves out: the channels with unread messages, the threads
 * that the viewer follows, the presences of users who share a guild with the viewer, without those who are offline, the
 * viewer's own choice of presence, and the viewer's settings.
 */
const aboutViewer = {
  unread: listOf(Unread, UNREAD_LISTED_MAX),
  followed_threads: listOf(Thread, FOLLOWED_THREADS_MAX),
  presences,
  presence: PresenceChoice,
  settings: Settings,
};
const subscriptions = listOf(object(channel), SUBSCRIPTIONS_MAX);

export const serverFrames = {
  hello: object({ heartbeat_interval_ms: integer({ min: 1, max: 600_000 }) }),
  /** Snapshot that a client starts from. */
  ready: object({ user: Me, guilds, resume_token: resumeToken, server_time: instant }, aboutViewer),
  /**
   * Snapshot for a client that comes back, with the subscriptions that go on. The missed messages follow, and then
   * `replayed`.
   */
  resumed: object({ user: Me, guilds, subscriptions, server_time: instant }, aboutViewer),
  replayed: object({ resume_token: resumeToken }),
  /** A subscription begins at `position`, which is sealed. A page of history up to there leaves no gap. */
  subscribed: object({ ...channel, position: positionToken, resume_token: resumeToken }, { ref }),
  unsubscribed: object({ ...channel, resume_token: resumeToken }, { ref }),
  heartbeat_ack: object({ resume_token: resumeToken }),
  reauthenticated: object({}),
  /** A message was written to the log. Its dispatch may come before or after this frame. */
  message_ack: object({ nonce, message_id: id(MessageId) }),
  /** A frame was refused. `ref` is the frame's own ref or nonce, or else its name. */
  error: object({ code: text({ max: 64 }), ref, detail: text({ max: 1_024 }) }, { retry_after_secs: count }),
} as const;
export type ServerFrameName = keyof typeof serverFrames;
export type ServerFrameOf<N extends ServerFrameName> = { readonly t: N; readonly d: TypeOf<(typeof serverFrames)[N]> };
export type ServerFrame = { readonly [N in ServerFrameName]: ServerFrameOf<N> }[ServerFrameName];
