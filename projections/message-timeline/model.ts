/** The rows of message-timeline as readers see them, under `read`. */

import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { MessageKind } from '#domain/message/events.ts';

export const MESSAGE_TIMELINE = 'message-timeline';

/** `read.message`: one row a message. A deleted one stays, without its text, so that cursors and resumes find it. */
export type MessageRow = {
  readonly message_id: MessageId;
  readonly channel_id: ChannelId;
  /** Null in a conversation. */
  readonly guild_id: GuildId | null;
  readonly author_id: UserId;
  readonly kind: MessageKind;
  /** Null when erased or deleted. */
  readonly content: string | null;
  readonly sent_position: bigint;
  readonly changed_position: bigint;
  readonly revision: number;
  readonly sent_at: Instant;
  readonly edited_at: Instant | null;
  readonly reply_to: MessageId | null;
  readonly deleted: boolean;
};

/** `read.reaction`: one row a person and emoji on a message. `position` orders emoji by who came first. */
export type ReactionRow = {
  readonly message_id: MessageId;
  readonly emoji: string;
  readonly user_id: UserId;
  readonly position: bigint;
};
