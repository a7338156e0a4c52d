/** Turns English texts into those of the pseudo-language: longer, accented and from right to left. */

const ACCENTED = new Map([...'aeiouncAEIOUNC'].map((letter, at) => [letter, [...'áéíóúñçÁÉÍÓÚÑÇ'][at] ?? letter]));
/** A German or Finnish text is about a third longer than the English one. */
const LONGER = 0.35;
const RIGHT_TO_LEFT_MARK = '\u200f';

const accented = (text: string): string => Array.from(text, (letter) => ACCENTED.get(letter) ?? letter).join('');
/** Letters of one added word. A tail without spaces would be a longer word than any language has. */
const WORD = /~{10}(?=~)/g;
const tailOf = (text: string): string => '~'.repeat(Math.ceil(text.length * LONGER)).replace(WORD, '$& ');
const framed = (text: string): string => `${RIGHT_TO_LEFT_MARK}[${text}${tailOf(text)}]${RIGHT_TO_LEFT_MARK}`;

/** Accents a text and leaves its parts, such as the name of a user, as they are. */
const accentedAround = (text: string, [part, ...others]: ReadonlyArray<string>): string => {
  if (part === undefined) return accented(text);
  return text
    .split(part)
    .map((piece) => accentedAround(piece, others))
    .join(part);
};

const pseudoValue = (value: unknown): unknown => {
  if (typeof value === 'string') return framed(accented(value));
  if (typeof value === 'function') {
    return (...parts: ReadonlyArray<unknown>) => {
      const names = parts.filter((part) => typeof part === 'string' && part !== '') as ReadonlyArray<string>;
      return framed(accentedAround(String(value(...parts)), names));
    };
  }
  if (Array.isArray(value)) return value.map(pseudoValue);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, pseudoValue(inner)]));
};

/** Answers a catalogue in the pseudo-language, made of the English one. */
export const pseudoOf = <Catalogue extends object>(english: Catalogue): Catalogue => pseudoValue(english) as Catalogue;
