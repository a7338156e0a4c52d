/** The parts of threads. They are loaded when the browser is idle, or with the first thread on the screen. */

import { createSignal } from 'solid-js';
import type { Language } from '#web/words/languages.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { language } from '#web/words/words.ts';

type ThreadParts = typeof import('#web/threads/thread-parts.ts');

const [loaded, setLoaded] = createSignal<{ readonly spoken: Language; readonly parts: ThreadParts }>();

export const loadThreadParts = async (): Promise<ThreadParts> => {
  const spoken = language();
  const parts = await withLaterWords(import('#web/threads/thread-parts.ts'));
  setLoaded({ spoken, parts });
  return parts;
};

/** Answers the parts once they are loaded with the texts of the present language. It loads nothing. */
export const threadParts = (): ThreadParts | undefined => {
  const now = loaded();
  return now?.spoken === language() ? now.parts : undefined;
};
