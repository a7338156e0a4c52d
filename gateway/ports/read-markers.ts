import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Position } from '#domain/kernel/event.ts';
import type { PersonalUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Place of a read marker: the message up to which a user has read a channel. */
export type ReadPlace = {
  readonly channelId: ChannelId;
  /** Null when the user wants to have read nothing. */
  readonly messageId: MessageId | null;
  /** Time at which the message was sent. It stands in for the message where the timeline lacks it. */
  readonly sentAt: Instant;
};

/** Message that its own author has read by sending it. The timeline may not have it yet, so its position is given. */
export type SentPlace = ReadPlace & { readonly userId: UserId; readonly position: Position };

/** Read markers of all users, in the personal store (decision 0041). */
export type ReadMarkers = {
  /** Moves markers of a user on. A marker that is further stays where it is. */
  readonly moveOn: (userId: UserId, places: ReadonlyArray<ReadPlace>) => TaskEither<PersonalUnavailable, void>;
  /** Puts a marker where the user wants it, also back. */
  readonly put: (userId: UserId, place: ReadPlace) => TaskEither<PersonalUnavailable, void>;
};
