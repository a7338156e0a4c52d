import type { AttachmentId } from '#domain/kernel/ids.ts';
import type { AttemptReused, ChannelUnknown, GuildLockedDown, ReasonInvalid } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type ContentInvalid = { readonly kind: 'ContentInvalid'; readonly why: string };
export type EmojiInvalid = { readonly kind: 'EmojiInvalid'; readonly why: string };
/** A refusal of a message that never was, is deleted, or stands in another channel. */
export type MessageUnknown = { readonly kind: 'MessageUnknown' };
/** A refusal to forward a message that is not there, or that the actor may not read. */
export type ForwardUnknown = { readonly kind: 'ForwardUnknown' };
export type NotTheAuthor = { readonly kind: 'NotTheAuthor' };
export type MessageChanged = { readonly kind: 'MessageChanged' };
/** A refusal of files of a message. `why` names the fault. */
export type AttachmentsInvalid = { readonly kind: 'AttachmentsInvalid'; readonly why: string };
/** A refusal of a file that is not complete, of another user or channel, or part of another message. */
export type AttachmentUnknown = { readonly kind: 'AttachmentUnknown'; readonly attachmentId: AttachmentId };
export type TooManyReactions = { readonly kind: 'TooManyReactions'; readonly max: number };
export type NotATextChannel = { readonly kind: 'NotATextChannel' };
/** A refusal of a message in a forum itself. Its posts take messages. */
export type PostsOnly = { readonly kind: 'PostsOnly' };

/** A refusal of a message in slow mode. Its author sent another one to the channel a moment ago. */
export type SlowMode = { readonly kind: 'SlowMode'; readonly retryAfterSecs: number };

export type SendMessageRejection =
  | SlowMode
  | ChannelUnknown
  | GuildLockedDown
  | MissingPermission
  | ContentInvalid
  | AttachmentsInvalid
  | AttachmentUnknown
  | NotATextChannel
  | PostsOnly
  | MessageUnknown
  | ForwardUnknown
  | AttemptReused;
export type AdmitUploadRejection = ChannelUnknown | GuildLockedDown | MissingPermission | NotATextChannel;
export type EditMessageRejection =
  | GuildLockedDown
  | ChannelUnknown
  | MissingPermission
  | ContentInvalid
  | MessageUnknown
  | NotTheAuthor
  | MessageChanged
  | AttemptReused;
export type DeleteMessageRejection =
  | ChannelUnknown
  | MissingPermission
  | MessageUnknown
  | ReasonInvalid
  | AttemptReused;
/** A refusal of more than `max` messages at once. */
export type TooManyMessages = { readonly kind: 'TooManyMessages'; readonly max: number };
export type DeleteMessagesRejection =
  | ChannelUnknown
  | MissingPermission
  | TooManyMessages
  | ReasonInvalid
  | AttemptReused;
export type ReactRejection =
  | GuildLockedDown
  | ChannelUnknown
  | MissingPermission
  | EmojiInvalid
  | MessageUnknown
  | TooManyReactions
  | AttemptReused;
export type UnreactRejection = ChannelUnknown | EmojiInvalid | MessageUnknown | AttemptReused;
