/** Stored for ever; see the warning in `domain/account/events.ts`. */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import { Home } from '#domain/kernel/home.ts';
import { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';

/** `action` is what IRC calls one: the author tells what they do, in the third person. */
export const MessageKind = t.keyof({ message: null, action: null });
export type MessageKind = t.TypeOf<typeof MessageKind>;

/** On `message-<id>`. `content` is sealed under a key of its own. */
export type MessageSent = {
  readonly type: 'message.sent';
  readonly data: {
    readonly messageId: MessageId;
    readonly channelId: ChannelId;
    readonly home: Home;
    readonly authorId: UserId;
    readonly kind: MessageKind;
    readonly content: Erasable<string>;
    /** When it was said; an imported message keeps its own time, so this may lie before the event's. */
    readonly sentAt: Instant;
    readonly replyTo: MessageId | null;
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
});

/** The address and home that every later fact of a message carries. A reader needs no earlier event to place it. */
const placed = { messageId: MessageId, channelId: ChannelId, home: Home };
type Placed = { readonly messageId: MessageId; readonly channelId: ChannelId; readonly home: Home };

export type MessageEdited = {
  readonly type: 'message.edited';
  readonly data: Placed & { readonly content: Erasable<string>; readonly editedAt: Instant };
};
export const MessageEditedData = t.strict({ ...placed, content: erasable(t.string), editedAt: Instant });

/** `by` differs from the author when a moderator did it. */
export type MessageDeleted = {
  readonly type: 'message.deleted';
  readonly data: Placed & { readonly by: UserId; readonly deletedAt: Instant };
};
export const MessageDeletedData = t.strict({ ...placed, by: UserId, deletedAt: Instant });

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

export type MessageEvent = MessageSent | MessageEdited | MessageDeleted | MessageReactionAdded | MessageReactionRemoved;
