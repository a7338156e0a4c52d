/** A pseudo-language made of the English texts: longer, accented and from right to left. It shows faults of the layout. */

import { en } from '#web/words/en.ts';
import type { Words } from '#web/words/words.ts';

const ACCENTED = new Map([...'aeiouncAEIOUNC'].map((letter, at) => [letter, [...'áéíóúñçÁÉÍÓÚÑÇ'][at] ?? letter]));
/** A German or Finnish text is about a third longer than the English one. */
const LONGER = 0.35;
const RIGHT_TO_LEFT_MARK = '\u200f';

const pseudoText = (text: string): string => {
  const accented = Array.from(text, (letter) => ACCENTED.get(letter) ?? letter).join('');
  return `${RIGHT_TO_LEFT_MARK}[${accented}${'~'.repeat(Math.ceil(text.length * LONGER))}]${RIGHT_TO_LEFT_MARK}`;
};

const pseudoOf = (value: unknown): unknown => {
  if (typeof value === 'string') return pseudoText(value);
  if (typeof value === 'function') return (...parts: ReadonlyArray<unknown>) => pseudoText(String(value(...parts)));
  if (Array.isArray(value)) return value.map(pseudoOf);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, pseudoOf(inner)]));
};

export const pseudo = pseudoOf(en) as Words;
