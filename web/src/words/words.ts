/**
 * The texts of the client in the language of the user. Components read `words` when they draw, and never while their
 * module loads, because the language may change.
 */

import { createSignal } from 'solid-js';
import { en } from '#web/words/en.ts';
import { type Language, PSEUDO } from '#web/words/languages.ts';

/** The shape of a catalogue of texts, without the texts of one language. */
export type Widened<T> = T extends string
  ? string
  : T extends (...parts: infer P) => string
    ? (...parts: P) => string
    : T extends readonly [string, string]
      ? readonly [string, string]
      : { readonly [K in keyof T]: Widened<T[K]> };
/** The shape of every catalogue. A language that lacks a text does not compile. */
export type Words = Widened<typeof en>;

const [language, setLanguage] = createSignal<Language>('en');

/** The language of the texts. A change draws the whole page anew. */
export { language };

export let words: Words = en;

const catalogue = async (wanted: Language): Promise<Words> => {
  if (wanted === 'de') return (await import('#web/words/de.ts')).de;
  if (wanted === PSEUDO) return (await import('#web/words/pseudo.ts')).pseudo;
  return en;
};

/** Speaks another language from now on. Keeps the present one when its texts cannot be loaded. */
export const speak = async (wanted: Language): Promise<void> => {
  const loaded = await catalogue(wanted).catch(() => undefined);
  if (loaded === undefined) return;
  words = loaded;
  document.documentElement.lang = wanted;
  document.documentElement.dir = wanted === PSEUDO ? 'rtl' : 'ltr';
  setLanguage(wanted);
};
