/**
 * The texts of governance in the language of the user. They are loaded with the parts that show them, so that the first
 * load stays small. Components read `govern` when they draw, as they read `words`.
 */

import type { govern as english } from '#web/governance/words/en.ts';
import { PSEUDO } from '#web/words/languages.ts';
import { language, type Widened } from '#web/words/words.ts';

/** The shape of the catalogue. A language that lacks a text does not compile. */
export type GovernWords = Widened<typeof english>;

export let govern: GovernWords;

/** Loads the texts of the present language. */
export const loadGovernWords = async (): Promise<void> => {
  if (language() === 'de') {
    govern = (await import('#web/governance/words/de.ts')).govern;
    return;
  }
  const { govern: loaded } = await import('#web/governance/words/en.ts');
  govern =
    language() === PSEUDO ? ((await import('#web/words/pseudo-text.ts')).pseudoOf(loaded) as GovernWords) : loaded;
};
