/** The parts of forums. They are loaded when the browser is idle, or with the first open forum. */

import { laterPart } from '#web/ui/later-part.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const { load: loadForumParts, ask: askForumParts } = laterPart(() =>
  withLaterWords(import('#web/forum/forum-parts.ts')),
);
