/** What is written to the index of messages: the currency between the search-index projector and its sink. */
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Carried } from '#domain/message/values.ts';

/** What a message says, and what follows from that alone. */
export type Said = {
  readonly content: string;
  /** Names written as `@name`, in lower case. */
  readonly mentions: ReadonlyArray<string>;
  readonly has: ReadonlyArray<Carried>;
};

export type IndexedMessage = Said & {
  readonly messageId: MessageId;
  readonly channelId: ChannelId;
  readonly guildId: GuildId;
  readonly authorId: UserId;
  readonly sentAtMs: number;
  readonly sentPosition: Position;
};

/** Each does the same when it is done again. */
export type IndexOp =
  /** In the place of what stood under this id, if anything did. */
  | ({ readonly op: 'put' } & IndexedMessage)
  /** What it says changes, and where it stands stays; nothing happens when it is not there. */
  | ({ readonly op: 'amend'; readonly messageId: MessageId } & Said)
  | { readonly op: 'remove'; readonly messageId: MessageId }
  /** Messages sent before the place was removed; one that raced the removal has nothing to do with it. */
  | { readonly op: 'remove-channel'; readonly channelId: ChannelId; readonly before: Position }
  | { readonly op: 'remove-guild'; readonly guildId: GuildId; readonly before: Position };
