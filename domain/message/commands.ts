import type { Revision } from '#domain/kernel/event.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Home } from '#domain/kernel/place.ts';
import type { MessageKind } from '#domain/message/events.ts';
import type { Emoji, MessageContent } from '#domain/message/values.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** Where the actor says the message is. In another place it is unknown to them. */
export type Place = { readonly channelId: ChannelId; readonly home: Home };

export type SendMessage = Place & {
  readonly messageId: MessageId;
  readonly content: MessageContent;
  readonly medium: 'text' | 'voice';
  /** `isThere`: that message stands in this channel, not deleted. */
  readonly replyTo: { readonly messageId: MessageId; readonly isThere: boolean } | null;
  readonly authority: Authority;
  readonly at: Instant;
};
export type ImportMessage = Place & {
  readonly messageId: MessageId;
  readonly authorId: UserId;
  readonly kind: MessageKind;
  readonly content: MessageContent;
  readonly sentAt: Instant;
};
export type EditMessage = Place & {
  readonly content: MessageContent;
  /** The newest revision the author has seen: their edit must not undo one they have not. */
  readonly ifRevision: Revision | undefined;
  readonly authority: Authority;
  readonly at: Instant;
};
export type DeleteMessage = Place & { readonly authority: Authority; readonly at: Instant };
export type AddReaction = Place & { readonly emoji: Emoji; readonly authority: Authority };
export type RemoveReaction = Place & { readonly emoji: Emoji; readonly userId: UserId };
