import type * as ports from '#gateway/ports/saved-messages.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { SavedIds, SavedMark, SavedPage } from '#gateway/protocol/saved.ts';
import type { SavedMessageView } from '#queries/message/saved-queries.ts';

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
  nextBefore,
}: {
  readonly saved: ReadonlyArray<SavedMessageView>;
  readonly nextBefore: number | null;
}): SavedPage => ({
  saved: saved.map(({ message, savedAt }) => ({ message: presentAuthored(message), saved_at: savedAt })),
  next_before: nextBefore,
});
