import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { VaultUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** A turn to post is one message of one user in a channel in slow mode. */
export type PostingTurn = {
  readonly channelId: ChannelId;
  readonly userId: UserId;
  readonly messageId: MessageId;
  readonly at: Instant;
  /** Milliseconds between two messages of the user in the channel. */
  readonly everyMs: number;
};

/** The posting pace keeps the last turn of each user in each channel. It holds over restarts and for all processes. */
export type PostingPace = {
  /**
   * Takes a turn in one atomic step. Two calls at once with two messages get one turn.
   *
   * @returns 0 when the message has the turn, now or since an earlier try. Otherwise the milliseconds to wait.
   */
  readonly take: (turn: PostingTurn) => TaskEither<VaultUnavailable, number>;
};
