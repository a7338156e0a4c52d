import type { MessageRef } from '#domain/kernel/address.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import type { Revision } from '#domain/kernel/event.ts';
import type { GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { FileView } from '#domain/message/attachments.ts';
import type { ForwardedMessage } from '#domain/message/forward.ts';
import type { ShownKind } from '#domain/message/line.ts';
import type { Mentions } from '#domain/message/mentions.ts';

/** The reactions to a message with one emoji. `me` is true when the viewer is one of the `count` users. */
export type ReactionView = { readonly emoji: string; readonly count: number; readonly me: boolean };

/** A message as one viewer sees it now. Commands and queries answer in this one shape. */
export type MessageView = MessageRef & {
  /** Null in a conversation. */
  readonly guildId: GuildId | null;
  readonly authorId: UserId;
  readonly kind: ShownKind;
  readonly content: Erasable<string>;
  readonly sentAt: Instant;
  readonly editedAt: Instant | null;
  readonly replyTo: MessageId | null;
  readonly mentions: Mentions;
  /** The files in the order of the author. A deleted message has none. */
  readonly files: ReadonlyArray<FileView>;
  /** The message that this one forwards, or null. */
  readonly forwarded: ForwardedMessage | null;
  readonly reactions: ReadonlyArray<ReactionView>;
  /** Number of the last event on the message's stream. A client ignores a view with a lower number than its own. */
  readonly revision: Revision;
};
