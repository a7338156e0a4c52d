import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import type { Revision } from '#domain/kernel/event.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { CarriedFiles } from '#domain/message/attachments.ts';
import type { MessageKind } from '#domain/message/events.ts';
import type { CarriedForward } from '#domain/message/forward.ts';
import type { MentionRights, Mentions } from '#domain/message/mentions.ts';
import type { Emoji, MessageContent } from '#domain/message/values.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** The mentions of a text, and what decides which of them count. */
export type Naming = {
  /** Mentions that the text names. In a reply that mentions the author before, that author comes first. */
  readonly named: Mentions;
  readonly mentionRights: MentionRights;
};

/** `home` and `channelKind` come from the channel's stream. */
export type SendMessage = MessageRef &
  Naming & {
    readonly home: Home;
    readonly content: MessageContent;
    readonly channelKind: 'text' | 'voice' | 'category' | 'forum' | 'thread';
    /** `isThere` is true for a message in this channel that is not deleted. */
    readonly replyTo: { readonly messageId: MessageId; readonly isThere: boolean } | null;
    readonly mentionReplied: boolean;
    readonly carried: CarriedFiles;
    /** `unknown` for a forward of a message that the actor may not read now. */
    readonly forward: CarriedForward | 'unknown';
    readonly authority: Authority;
    readonly at: Instant;
  };
export type ImportMessage = MessageRef & {
  readonly home: Home;
  readonly authorId: UserId;
  readonly kind: MessageKind;
  readonly content: MessageContent;
  readonly sentAt: Instant;
};
/** A change of a message names the channel in which the actor sees it. In another channel the message is unknown. */
export type EditMessage = ChannelRef &
  Naming & {
    readonly content: MessageContent;
    /** The newest revision that the author has seen. An edit is refused when a newer edit exists. */
    readonly ifRevision: Revision | undefined;
    readonly authority: Authority;
    readonly at: Instant;
  };
/** Deletes a message. `reason` is that of a moderator, because a deletion by the author keeps none. */
export type DeleteMessage = ChannelRef & {
  readonly reason: Reason | null;
  readonly authority: Authority;
  readonly at: Instant;
};
export type AddReaction = ChannelRef & { readonly emoji: Emoji; readonly authority: Authority };
export type RemoveReaction = ChannelRef & { readonly emoji: Emoji; readonly userId: UserId };
