/** The languages of the client, and the locale in which it writes dates and numbers. */

/** Each language with its own name for itself. The pseudo-language shows faults of the layout and is not offered. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export const PSEUDO = 'ar-XB';
export type Language = keyof typeof LANGUAGES | typeof PSEUDO;

export const isLanguage = (tag: string | null): tag is Language =>
  tag !== null && (tag === PSEUDO || Object.hasOwn(LANGUAGES, tag));

const primary = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/**
 * Answers the language to begin with: the chosen one, or the first of the browser's that the client speaks.
 *
 * @param chosen The kept choice of the user, or null.
 * @param preferred Language tags in the order of the browser's settings.
 */
export const languageFor = (chosen: string | null, preferred: ReadonlyArray<string>): Language => {
  if (isLanguage(chosen)) return chosen;
  return preferred.map(primary).find((tag): tag is keyof typeof LANGUAGES => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
};

/** Answers the user's own variety of a language for dates and numbers, such as `en-GB`. */
export const localeOf = (language: string, preferred: ReadonlyArray<string> = navigator.languages): string =>
  preferred.find((tag) => primary(tag) === primary(language)) ?? language;
