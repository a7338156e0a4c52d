/** Loads what helps to write with the first key in a field, or when the browser is idle. So the first load stays small. */

import { createSignal } from 'solid-js';
import type { Language } from '#web/words/languages.ts';
import { language } from '#web/words/words.ts';

type WritingPart = typeof import('#web/message/writing/writing-part.ts');

const [loaded, setLoaded] = createSignal<{ readonly spoken: Language; readonly part: WritingPart }>();

export const loadWriting = async (): Promise<WritingPart> => {
  const spoken = language();
  const [{ loadWritingWords }, part] = await Promise.all([
    import('#web/message/writing/words/writing-words.ts'),
    import('#web/message/writing/writing-part.ts'),
  ]);
  await loadWritingWords();
  setLoaded({ spoken, part });
  return part;
};

/** Answers the part once it is loaded with the texts of the present language. */
export const writing = (): WritingPart | undefined => {
  const now = loaded();
  return now?.spoken === language() ? now.part : undefined;
};
