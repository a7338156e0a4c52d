/**
 * The texts of parts that the first screen does not need, in the language of the user. They are loaded with such a part.
 * Components read `later` when they draw, as they read `words`.
 */

import { PSEUDO } from '#web/words/languages.ts';
import type { later as english } from '#web/words/later/en.ts';
import { language, type Widened } from '#web/words/words.ts';

/** The shape of the catalogue. A language that lacks a text does not compile. */
export type LaterWords = Widened<typeof english>;

export let later: LaterWords;

const load = async (): Promise<void> => {
  if (language() === 'de') {
    later = (await import('#web/words/later/de.ts')).later;
    return;
  }
  const { later: loaded } = await import('#web/words/later/en.ts');
  if (language() === PSEUDO) {
    const { pseudoOf } = await import('#web/words/pseudo-text.ts');
    later = pseudoOf(loaded) as LaterWords;
  } else later = loaded;
};

/** Loads a part together with its texts in the present language. */
export const withLaterWords = async <A>(part: Promise<A>): Promise<A> => {
  const [loaded] = await Promise.all([part, load()]);
  return loaded;
};
