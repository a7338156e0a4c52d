/** Tables of message-timeline, as readers see them under `read`. */
import type { ChannelKind } from '#domain/channel/events.ts';
import type { AttachmentId, ChannelId, GuildId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ShownKind } from '#domain/message/line.ts';
import {
  integer,
  json,
  key,
  logPosition,
  nullable,
  type RowOf,
  table,
  text,
  truth,
  written,
  writtenByBytes,
} from '#projections/engine/table.ts';

/** A kind of thing whose removal leads to the erasure of texts. */
export type RemovalKind = 'message' | 'channel' | 'guild';

export const MESSAGE_TIMELINE = 'message-timeline';

/**
 * `read.message`: a deleted message stays, without its text, so that cursors and resumes find it. System lines stand among
 * the messages, so that pages, cursors and resumes have both in one order (decision 0048). The content of a `renamed` line
 * is the new name, and a `pinned` one names the message in `reply_to`. A `thread_begun` one has no words: it names the
 * thread in `thread_id`, is deleted and restored with the thread, and goes with the erasure of the thread.
 */
export const message = table('message', {
  message_id: key(text<MessageId>()),
  channel_id: text<ChannelId>(),
  /** Null in a conversation. */
  guild_id: nullable(text<GuildId>()),
  author_id: text<UserId>(),
  kind: text<ShownKind>(),
  /** Null when erased or deleted. */
  content: nullable(written()),
  /** The content on one line without signs of formatting. Null where that is the content itself, spaces aside. */
  plain: nullable(written()),
  /** The mentions of the message as it is now, as their event has them. Null for none, and when deleted. */
  mentions: nullable(json()),
  sent_position: logPosition(),
  changed_position: logPosition(),
  revision: integer(),
  sent_at: text<Instant>(),
  edited_at: nullable(text<Instant>()),
  reply_to: nullable(text<MessageId>()),
  /** Thread that a line is about. Null in any other row. */
  thread_id: nullable(text<ChannelId>()),
  /** The message that a forward shows, in its text from `forwarded_said_at` on. Null in any other row. */
  forwarded_id: nullable(text<MessageId>()),
  forwarded_channel: nullable(text<ChannelId>()),
  forwarded_said_at: nullable(text<Instant>()),
  deleted: truth(),
  /** Null for a message that is not pinned. */
  pinned_at: nullable(text<Instant>()),
  pinned_by: nullable(text<UserId>()),
  /** Position of the last pin or unpin. */
  pin_position: nullable(logPosition()),
});
export type MessageRow = RowOf<typeof message>;

/**
 * `read.reaction`: one row for each user and emoji on a message. `position` orders emoji by their first reaction. A
 * message that a moderator deleted keeps its rows, because the deletion can be undone.
 */
export const reaction = table('reaction', {
  message_id: key(text<MessageId>()),
  emoji: key(writtenByBytes()),
  user_id: key(text<UserId>()),
  position: logPosition(),
});
export type ReactionRow = RowOf<typeof reaction>;

/**
 * `read.message_version`: one row for each text of an edited or restored message, the present text included. A deletion
 * takes them all away, because their keys are destroyed without an event. So a restored message begins a new history.
 */
export const messageVersion = table('message_version', {
  message_id: key(text<MessageId>()),
  /** Revision of the event that gave the text. */
  revision: key(integer()),
  /** Null when erased. */
  content: nullable(written()),
  said_at: text<Instant>(),
  position: logPosition(),
});
export type MessageVersionRow = RowOf<typeof messageVersion>;

/**
 * `read.attachment`: one row for each file of a message that is there. A deletion takes the rows away at once, and a
 * restoration brings them back, because its event names the files again.
 */
export const attachment = table('attachment', {
  attachment_id: key(text<AttachmentId>()),
  message_id: text<MessageId>(),
  channel_id: text<ChannelId>(),
  /** Null in a conversation. */
  guild_id: nullable(text<GuildId>()),
  /** Number of the file within its message, from 0. */
  place: integer(),
  /** Name of the content key that opens the bytes. */
  key_name: text(),
  bytes: integer(),
  /** Name, type, looks and words of the file, as their event has them. Null when erased. */
  shown: nullable(json()),
  /** Position of the event that brought the row. */
  position: logPosition(),
});
export type AttachmentRow = RowOf<typeof attachment>;

/**
 * `read.line_place`: the channels that hold messages, for system lines. A channel that was deleted takes no further lines
 * about members, also when it is restored, so that the borders of a batch do not change the result.
 */
export const linePlace = table('line_place', {
  channel_id: key(text<ChannelId>()),
  guild_id: text<GuildId>(),
  kind: text<ChannelKind>(),
  created_position: logPosition(),
  /** Position of the first deletion. */
  removed_position: nullable(logPosition()),
});
export type LinePlaceRow = RowOf<typeof linePlace>;

/** A kind of target of a mention: one user, the members with one role, or all members who see the channel. */
export type MentionKind = 'user' | 'role' | 'everyone';

/**
 * `read.mention`: one row for each target that a message called when it was sent. An edit adds no row, because it tells
 * no user anything new. `@here` counts like `@everyone`, because presence is no fact of the log (decision 0044).
 */
export const mention = table('mention', {
  message_id: key(text<MessageId>()),
  /** The user, the role, or for all members the guild. */
  target_id: key(text<UserId | RoleId | GuildId>()),
  kind: text<MentionKind>(),
  channel_id: text<ChannelId>(),
  author_id: text<UserId>(),
  sent_position: logPosition(),
  sent_at: text<Instant>(),
  /** False while the message is deleted, and after an edit that took the mention away. */
  stands: truth(),
});
export type MentionRow = RowOf<typeof mention>;

/**
 * `read.removal`: one row for each message, channel and guild that is deleted and not restored. The sweep reads in it
 * which texts are due for erasure (decision 0037).
 */
export const removal = table('removal', {
  kind: key(text<RemovalKind>()),
  id: key(text<MessageId | ChannelId | GuildId>()),
  /** Position of the deletion. */
  position: logPosition(),
  removed_at: text<Instant>(),
  /** True for a message that its author deleted. Nothing brings its text back. */
  by_author: truth(),
});
export type RemovalRow = RowOf<typeof removal>;
