import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { PersonalUnavailable } from '#domain/kernel/failure.ts';
import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/**
 * Whether a user has saved a message, as of a revision. The revision counts every change to what the user saved. Without a
 * message the mark says the revision alone.
 */
export type SavedMark = { readonly messageId: MessageId | null; readonly saved: boolean; readonly revision: number };

/** Ids of all messages that a user saved, as of a revision. */
export type SavedIds = { readonly messageIds: ReadonlyArray<MessageId>; readonly revision: number };

/** Refusal of a saved message beyond the number that the store keeps for one user. */
export type TooManySaved = { readonly kind: 'TooManySaved' };

/** Saved messages of all users, in the personal store (decision 0051). */
export type SavedMessages = {
  /** Saves a message that the user sees. Doing it again changes nothing. */
  readonly save: (
    userId: UserId,
    message: MessageRef,
    at: Instant,
  ) => TaskEither<PersonalUnavailable | TooManySaved, SavedMark>;
  /** Takes a saved message away. Doing it again changes nothing. */
  readonly remove: (userId: UserId, messageId: MessageId) => TaskEither<PersonalUnavailable, SavedMark>;
  readonly mark: (userId: UserId, messageId: MessageId | null) => TaskEither<PersonalUnavailable, SavedMark>;
  readonly ids: (userId: UserId) => TaskEither<PersonalUnavailable, SavedIds>;
};
