/** Codecs of saved messages on the wire. */

import { MessageId } from '#domain/kernel/ids.ts';
import { HISTORY_PAGE_MAX, SAVED_MESSAGES_MAX } from '#gateway/protocol/limits.ts';
import { instant, Message, Thread } from '#gateway/protocol/resources.ts';
import { flag, id, integer, listOf, nullable, object, type TypeOf } from '#gateway/protocol/wire.ts';

const revision = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

/** Saved message of the caller, with the time at which it was saved. */
export const SavedMessage = object({ message: Message, saved_at: instant });
/** Page of the messages that the caller saved, those saved last first, with the threads in which they stand. */
export const SavedPage = object(
  {
    saved: listOf(SavedMessage, HISTORY_PAGE_MAX),
    // Cursor of the next page.
    next_before: nullable(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  },
  { threads: listOf(Thread, HISTORY_PAGE_MAX) },
);
export type SavedPage = TypeOf<typeof SavedPage>;
/** Ids of all messages that the caller saved, also of those that the caller may not see now. */
export const SavedIds = object({
  message_ids: listOf(id(MessageId), SAVED_MESSAGES_MAX),
  revision,
});
export type SavedIds = TypeOf<typeof SavedIds>;
/**
 * Whether a message is saved now. `revision` counts every change to what the user saved. Without a message the mark says
 * the revision alone.
 */
export const SavedMark = object({
  message_id: nullable(id(MessageId)),
  saved: flag,
  revision,
});
export type SavedMark = TypeOf<typeof SavedMark>;
