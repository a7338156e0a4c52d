/**
 * The texts of the settings of the user, in the language of the user. They are loaded with the parts that show them.
 * Components read `settings` when they draw, as they read `words`.
 */

import type { settings as english } from '#web/settings/words/en.ts';
import { PSEUDO } from '#web/words/languages.ts';
import { language, type Widened } from '#web/words/words.ts';

/** The shape of the catalogue. A language that lacks a text does not compile. */
export type SettingsWords = Widened<typeof english>;

export let settings: SettingsWords;

/** Loads the texts of the present language. */
export const loadSettingsWords = async (): Promise<void> => {
  if (language() === 'de') {
    settings = (await import('#web/settings/words/de.ts')).settings;
    return;
  }
  const { settings: loaded } = await import('#web/settings/words/en.ts');
  settings =
    language() === PSEUDO ? ((await import('#web/words/pseudo-text.ts')).pseudoOf(loaded) as SettingsWords) : loaded;
};
