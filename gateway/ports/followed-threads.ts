import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonalUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Choice of a user to follow a thread or not, with its time. It holds until the user writes in the thread again. */
export type FollowChoice = {
  readonly channelId: ChannelId;
  readonly follows: boolean;
  readonly at: Instant;
};

/** Threads that users follow, in the personal store (decision 0052). */
export type FollowedThreads = {
  /** Keeps a choice. The same choice again changes nothing. */
  readonly choose: (userId: UserId, choice: FollowChoice) => TaskEither<PersonalUnavailable, void>;
};
