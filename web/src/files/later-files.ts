/** The parts of files. They are loaded when the browser is idle, or with the first message that has files. */

import type { Message } from '#gateway/protocol/resources.ts';
import { laterPart } from '#web/ui/later-part.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const {
  load: loadFileParts,
  now: fileParts,
  ask: askFileParts,
} = laterPart(() => withLaterWords(import('#web/files/file-parts.ts')));

/** Says a message as one line: its words, and then its files. */
export const withFiles = (text: string, files: Message['attachments']): string =>
  files === undefined ? text : [text, askFileParts()?.spokenFiles(files)].filter(Boolean).join(', ');
