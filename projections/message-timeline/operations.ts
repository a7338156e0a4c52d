import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { LinePlaceRow, MentionRow, MessageRow, RemovalRow } from '#projections/message-timeline/model.ts';

/** A change to a message that was sent before, at the position and revision of the event that made it. */
export type MessageChange = { readonly messageId: MessageId; readonly position: Position; readonly revision: number };

/** A pin of a message, or its end with nulls. The events stand on the stream of the channel, so no revision changes. */
export type PinChange = Pick<MessageRow, 'message_id' | 'pinned_at' | 'pinned_by'> & { readonly position: Position };
/** A system line on its way to its channel. */
export type LineRow = Pick<
  MessageRow,
  'message_id' | 'author_id' | 'kind' | 'content' | 'sent_at' | 'reply_to' | 'thread_id'
> & {
  readonly guild_id: GuildId;
  readonly channel_id: ChannelId | null;
  readonly position: Position;
};
/** A deletion or a restoration of a thread, for the line about it. `revision` is that of the event of the thread. */
export type ThreadChange = {
  readonly threadId: ChannelId;
  readonly deleted: boolean;
  readonly position: Position;
  readonly revision: number;
};
/** The new text of a message, with its mentions as a row has them. */
export type NewText = Pick<MessageRow, 'content' | 'plain' | 'mentions'>;

/** An operation on the timeline, as the projector makes it of one event. */
export type TimelineOp =
  | { readonly op: 'add'; readonly row: MessageRow; readonly mentioned: ReadonlyArray<MentionRow> }
  | (MessageChange & NewText & { readonly op: 'edit'; readonly editedAt: Instant })
  | (MessageChange & NewText & { readonly op: 'restore'; readonly editedAt: Instant | null; readonly saidAt: Instant })
  | (MessageChange & { readonly op: 'delete'; readonly by: UserId; readonly deletedAt: Instant })
  | (MessageChange & { readonly op: 'react'; readonly emoji: string; readonly userId: UserId; readonly on: boolean })
  | { readonly op: 'pin'; readonly pin: PinChange }
  /** A line of a channel, or without a channel of the first text channel of its guild. */
  | { readonly op: 'line'; readonly line: LineRow }
  | ({ readonly op: 'thread' } & ThreadChange)
  | { readonly op: 'place'; readonly row: LinePlaceRow }
  | { readonly op: 'place-removed'; readonly channelId: ChannelId; readonly position: Position }
  | { readonly op: 'clear-channel'; readonly channelId: ChannelId; readonly position: Position }
  /** Takes the texts and reactions of a guild away, and leaves the ids of its messages for the erasure. */
  | { readonly op: 'blank-guild'; readonly guildId: GuildId; readonly position: Position }
  | { readonly op: 'removed'; readonly row: RemovalRow }
  | ({ readonly op: 'not-removed' } & Pick<RemovalRow, 'kind' | 'id'>)
  | { readonly op: 'hide'; readonly messageId: MessageId; readonly position: Position };
