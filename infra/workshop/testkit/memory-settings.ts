import * as TE from 'fp-ts/lib/TaskEither.js';
import type { PersonalSettings } from '#gateway/ports/personal-settings.ts';
import type { SavedMessages } from '#gateway/ports/saved-messages.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';

/** Settings of users who never change any, and a presence that nobody keeps. */
export const NOTHING_SETTLED: Pick<PersonalSettings, 'of' | 'keepPresence'> = {
  of: () => TE.right({ settings: FIRST_SETTINGS, presence: undefined }),
  keepPresence: () => TE.right(undefined),
};

/** Saved messages of users who never save any. */
export const NOTHING_SAVED: Pick<SavedMessages, 'mark'> = {
  mark: (_userId, messageId) => TE.right({ messageId, saved: false, revision: 0 }),
};
