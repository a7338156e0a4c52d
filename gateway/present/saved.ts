import type * as ports from '#gateway/ports/saved-messages.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import type { SavedIds, SavedMark, SavedPage } from '#gateway/protocol/saved.ts';
import type { SavedMessageView } from '#queries/message/saved-queries.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

export const presentSavedMark = ({ messageId, saved, revision }: ports.SavedMark): SavedMark => ({
  message_id: messageId,
  saved,
  revision,
});

export const presentSavedIds = ({ messageIds, revision }: ports.SavedIds): SavedIds => ({
  message_ids: messageIds,
  revision,
});

export const presentSavedPage = ({
  saved,
  threads,
  nextBefore,
}: {
  readonly saved: ReadonlyArray<SavedMessageView>;
  readonly threads: ReadonlyArray<ThreadView>;
  readonly nextBefore: number | null;
}): SavedPage => ({
  saved: saved.map(({ message, savedAt }) => ({ message: presentAuthored(message), saved_at: savedAt })),
  threads: threads.map(presentThread),
  next_before: nextBefore,
});
