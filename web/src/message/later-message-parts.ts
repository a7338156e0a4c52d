/** The parts of messages that most first screens do without. The first message that needs one loads them all. */

import { laterPart } from '#web/ui/later-part.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const { load: loadMessageParts, ask: messageParts } = laterPart(() =>
  withLaterWords(import('#web/message/message-parts.ts')),
);
