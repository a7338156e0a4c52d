/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import type { Upcaster } from '#domain/kernel/event.ts';
import { Home } from '#domain/kernel/home.ts';
import { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { CarriedReason, withoutReason } from '#domain/kernel/reason.ts';
import { type CarriedFiles, carriedFiles } from '#domain/message/attachments.ts';
import { CarriedForward, withoutForward } from '#domain/message/forward.ts';
import { CarriedMentions, withoutMentions } from '#domain/message/mentions.ts';

/** The kind of a message. In an `action`, as on IRC, the author tells in the third person what they do. */
export const MessageKind = t.keyof({ message: null, action: null });
export type MessageKind = t.TypeOf<typeof MessageKind>;

/**
 * Stands on `message-<id>`. `content` and `shownFiles` are sealed, each under a key of its own. `content` is empty only in a
 * message with files.
 */
export type MessageSent = {
  readonly type: 'message.sent';
  readonly data: CarriedFiles & {
    readonly messageId: MessageId;
    readonly channelId: ChannelId;
    readonly home: Home;
    readonly authorId: UserId;
    readonly kind: MessageKind;
    readonly content: Erasable<string>;
    /** The time of the message. An imported message keeps its time, which lies before the time of the event. */
    readonly sentAt: Instant;
    readonly replyTo: MessageId | null;
    /** True for a reply that mentions the author of the message that it answers. */
    readonly mentionReplied: boolean;
    readonly mentions: CarriedMentions;
    /** The content of a forward is a comment, which may be empty. */
    readonly forward: CarriedForward;
  };
};
export const MessageSentData = t.strict({
  messageId: MessageId,
  channelId: ChannelId,
  home: Home,
  authorId: UserId,
  kind: MessageKind,
  content: erasable(t.string),
  sentAt: Instant,
  replyTo: t.union([MessageId, t.null]),
  mentionReplied: t.boolean,
  mentions: CarriedMentions,
  ...carriedFiles,
  forward: CarriedForward,
});

/** Lifts version 1, in which a message mentioned no user and a reply told no author. */
export const sentToVersion2: Upcaster = (facts) => ({ ...withoutMentions(facts), mentionReplied: false });
/** Lifts version 2, in which no message was a forward. */
export const sentToVersion3: Upcaster = withoutForward;

/** The address and home of a message. Every later event repeats them, so a reader needs no earlier event. */
const placed = { messageId: MessageId, channelId: ChannelId, home: Home };
type Placed = { readonly messageId: MessageId; readonly channelId: ChannelId; readonly home: Home };

/** `mentions` are those of the new text. */
export type MessageEdited = {
  readonly type: 'message.edited';
  readonly data: Placed & {
    readonly content: Erasable<string>;
    readonly editedAt: Instant;
    readonly mentions: CarriedMentions;
  };
};
export const MessageEditedData = t.strict({
  ...placed,
  content: erasable(t.string),
  editedAt: Instant,
  mentions: CarriedMentions,
});

/**
 * `by` is the author, or the moderator who deleted the message. Only a moderator gives a reason. It is about the author,
 * so it is sealed under the key of that user. Version 1 named no author, so `authorId` is null there.
 */
export type MessageDeleted = {
  readonly type: 'message.deleted';
  readonly data: Placed & {
    readonly by: UserId;
    readonly deletedAt: Instant;
    readonly authorId: UserId | null;
    readonly reason: CarriedReason;
  };
};
export const MessageDeletedData = t.strict({
  ...placed,
  by: UserId,
  deletedAt: Instant,
  authorId: t.union([UserId, t.null]),
  reason: CarriedReason,
});

/** Lifts version 1, which knew no reason and no author. */
export const deletedToVersion2 = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...withoutReason(facts),
  authorId: null,
});

/**
 * Takes back the deletion by a moderator. `content` is what the message said, sealed under a new key. The author, the
 * time and the mentions stand here again, because an index that forgot the message needs them.
 */
export type MessageRestored = {
  readonly type: 'message.restored';
  readonly data: Placed &
    CarriedFiles & {
      readonly authorId: UserId;
      readonly content: Erasable<string>;
      readonly sentAt: Instant;
      readonly editedAt: Instant | null;
      readonly mentions: CarriedMentions;
    };
};
export const MessageRestoredData = t.strict({
  ...placed,
  authorId: UserId,
  content: erasable(t.string),
  sentAt: Instant,
  editedAt: t.union([Instant, t.null]),
  mentions: CarriedMentions,
  ...carriedFiles,
});

export type MessageReactionAdded = {
  readonly type: 'message.reaction-added';
  readonly data: Placed & { readonly emoji: string; readonly userId: UserId };
};
export const MessageReactionAddedData = t.strict({ ...placed, emoji: t.string, userId: UserId });

export type MessageReactionRemoved = {
  readonly type: 'message.reaction-removed';
  readonly data: Placed & { readonly emoji: string; readonly userId: UserId };
};
export const MessageReactionRemovedData = t.strict({ ...placed, emoji: t.string, userId: UserId });

export type MessageEvent =
  | MessageSent
  | MessageEdited
  | MessageDeleted
  | MessageRestored
  | MessageReactionAdded
  | MessageReactionRemoved;
