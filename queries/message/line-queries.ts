import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { AuthoredMessage, QueryFailure } from '#queries/queries.ts';

/** Questions of the gateway about system lines. It tells the answers to the subscribers of the channel alone. */
export type LineQueries = {
  /** The system line with this id. Undefined when the event made no line. */
  readonly systemLine: (question: {
    readonly messageId: MessageId;
  }) => TaskEither<QueryFailure, AuthoredMessage | undefined>;
  /** The place of the line that says who began a thread, also while the thread is deleted. Undefined for a channel. */
  readonly lineAboutThread: (question: {
    readonly threadId: ChannelId;
  }) => TaskEither<QueryFailure, (MessageRef & { readonly guildId: GuildId }) | undefined>;
};
