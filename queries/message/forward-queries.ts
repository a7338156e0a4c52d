/** Questions of the gateway about forwards. It tells the answers to the subscribers of the channel of the forward alone. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ForwardedMessage } from '#domain/message/forward.ts';
import type { QueryFailure, UserView } from '#queries/queries.ts';

/** The message that a forward shows. `said` is null while it is deleted, and once its text is erased. */
export type ForwardView = MessageRef & {
  readonly said: { readonly author: UserView; readonly content: string; readonly sentAt: Instant } | null;
};

/** Messages whose words came or went: one of them, or all in a channel or a guild. */
export type WordsPlace =
  | { readonly kind: 'message'; readonly messageId: MessageId }
  | { readonly kind: 'channel'; readonly channelId: ChannelId }
  | { readonly kind: 'guild'; readonly guildId: GuildId };

export type ForwardQueries = {
  readonly forwardNow: (forwarded: ForwardedMessage) => TaskEither<QueryFailure, ForwardView>;
  /** The newest forwards of messages in a place, at most `FORWARDS_TOLD_MAX`, with what they show now. */
  readonly forwardsFrom: (place: WordsPlace) => TaskEither<
    QueryFailure,
    ReadonlyArray<{
      readonly at: MessageRef & { readonly guildId: GuildId | null };
      readonly forward: ForwardView;
    }>
  >;
};
