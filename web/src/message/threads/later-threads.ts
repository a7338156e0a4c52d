/** The parts of threads. They are loaded when the browser is idle, or with the first open thread. */

import { laterPart } from '#web/ui/later-part.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const {
  load: loadThreadParts,
  now: threadParts,
  ask: askThreadParts,
} = laterPart(() => withLaterWords(import('#web/message/threads/thread-parts.ts')));
