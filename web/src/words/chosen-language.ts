/** The language that the user chose for this device. Without a choice the client follows the browser. */

import type { Keepsakes } from '#web/platform/platform.ts';
import { isLanguage, type Language, languageFor } from '#web/words/languages.ts';
import { speak } from '#web/words/words.ts';

const KEPT = 'language';

/** Answers the choice, or null. */
export const chosenLanguage = (keepsakes: Keepsakes): Language | null => {
  const kept = keepsakes.read(KEPT);
  return isLanguage(kept) ? kept : null;
};

/** Speaks the chosen language, or the first of the browser's that the client knows. */
export const speakChosen = (keepsakes: Keepsakes): Promise<void> =>
  speak(languageFor(chosenLanguage(keepsakes), navigator.languages));

export const chooseLanguage = (keepsakes: Keepsakes, language: Language | null): Promise<void> => {
  if (language === null) keepsakes.remove(KEPT);
  else keepsakes.write(KEPT, language);
  return speakChosen(keepsakes);
};
