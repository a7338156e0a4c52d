/** The texts about writing in the language of the user. Components read `writingWords` when they draw, as they read `words`. */

import type { writing as english } from '#web/message/writing/words/en.ts';
import { PSEUDO } from '#web/words/languages.ts';
import { language, type Widened } from '#web/words/words.ts';

/** The shape of the catalogue. A language that lacks a text does not compile. */
export type WritingWords = Widened<typeof english>;

export let writingWords: WritingWords;

/** Loads the texts of the present language. */
export const loadWritingWords = async (): Promise<void> => {
  if (language() === 'de') {
    writingWords = (await import('#web/message/writing/words/de.ts')).writing;
    return;
  }
  const { writing } = await import('#web/message/writing/words/en.ts');
  writingWords =
    language() === PSEUDO ? ((await import('#web/words/pseudo-text.ts')).pseudoOf(writing) as WritingWords) : writing;
};
