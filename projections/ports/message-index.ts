/** Operations on the index of messages. The search-index projector makes them and its sink applies them. */
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { CarriedKind } from '#domain/message/values.ts';

/** Text of a message, with the users whom it mentions and the things that it carries. */
export type IndexedText = {
  readonly content: string;
  /** Users as the event names them. A message that is older than mentions has none. */
  readonly mentions: ReadonlyArray<UserId>;
  readonly has: ReadonlyArray<CarriedKind>;
};

export type IndexedMessage = IndexedText & {
  readonly messageId: MessageId;
  readonly channelId: ChannelId;
  readonly guildId: GuildId;
  readonly authorId: UserId;
  readonly sentAtMs: number;
  readonly sentPosition: Position;
};

/** An operation on the index. Doing it twice has the same effect as doing it once. */
export type IndexOp =
  /** Replaces the entry with this id, if there is one. */
  | ({ readonly op: 'put' } & IndexedMessage)
  /** Changes the text of an entry and nothing else. Does nothing when the entry is not there. */
  | ({ readonly op: 'amend'; readonly messageId: MessageId } & IndexedText)
  | { readonly op: 'remove'; readonly messageId: MessageId }
  /** Removes messages sent before this position. A message that raced the removal stays. */
  | { readonly op: 'remove-channel'; readonly channelId: ChannelId; readonly before: Position }
  | { readonly op: 'remove-guild'; readonly guildId: GuildId; readonly before: Position };
