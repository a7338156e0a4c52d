/**
 * Parses the language of search queries, in one pass from left to right. The language has no nesting, so parsing costs
 * as much as reading the text once. An unknown part is refused with its place and with what to write instead.
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import {
  SEARCH_PREFIX_CHARS_MIN,
  SEARCH_PREFIXES_MAX,
  SEARCH_QUERY_CHARS_MAX,
  SEARCH_TERMS_MAX,
} from '#queries/limits.ts';
import { FILTERS, unknownFilter } from './filters.ts';
import { spanOf } from './period.ts';
import type { QueryFault, Term } from './terms.ts';

/** Control characters and marks of reading direction. A query with them would look different from what it says. */
const DECEIVING = /[^\P{Cc}\t\n\r]|[\p{Cs}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u;
const SPACE = /\s/u;
/** Quotes of a phrase. Phones type curly quotes, so a phrase may begin and end with any of these. */
const QUOTES = '"\u201C\u201D\u201E';
/** Characters that the index can find. A word without any of them is punctuation. */
const FINDABLE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const NAMED = /^([A-Za-z]{2,}):/;
/** Characters after a colon that is part of a word, as in an address (`http://`) or in code (`std::vector`). */
const IN_A_WORD = /^[/:\\]/;
/** Last run of letters of a word, which the star stands behind. */
const LAST_PIECE = /[\p{L}\p{N}\p{M}]+(?=[^\p{L}\p{N}]*$)/u;
/** Scripts that write a word with one or two characters. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const isQuote = (sign: string | undefined): boolean => sign !== undefined && QUOTES.includes(sign);

const fault = (at: number, to: number, why: string): Either<QueryFault, never> => left({ at, length: to - at, why });

/** A term and the place to read on from. The term is undefined for punctuation. */
type Read = Either<QueryFault, { readonly term: Term | undefined; readonly next: number }>;

const read = (term: Term | undefined, next: number): Read => right({ term, next });

const closing = (text: string, opening: number): number => {
  for (let at = opening + 1; at < text.length; at += 1) if (isQuote(text[at])) return at;
  return -1;
};

const unclosed = (text: string, opening: number) =>
  fault(opening, text.length, 'A quote opens here and does not close. Write " at the end of the phrase.');

const phraseAt = (text: string, from: number, opening: number): Read => {
  const end = closing(text, opening);
  if (end === -1) return unclosed(text, opening);
  const inside = text.slice(opening + 1, end).trim();
  return FINDABLE.test(inside)
    ? read({ kind: 'phrase', text: inside, excluded: from !== opening }, end + 1)
    : fault(opening, end + 1, 'This phrase has no word in it. Write some words between the quotes.');
};

const bareEnd = (text: string, from: number): number => {
  let end = from;
  while (end < text.length && !SPACE.test(text[end] as string) && !isQuote(text[end])) end += 1;
  return end;
};

const prefixAt = (bare: string, at: number, excluded: boolean): Read => {
  const end = at + bare.length;
  if (bare.indexOf('*') !== bare.length - 1) {
    return fault(at, end, 'A star may stand only at the end of a word. Remove it here.');
  }
  const text = bare.slice(0, -1);
  const letters = [...(LAST_PIECE.exec(text)?.[0] ?? '')];
  const enough = letters.length >= SEARCH_PREFIX_CHARS_MIN || DENSE.test(letters[0] ?? '');
  return enough
    ? read({ kind: 'prefix', text, excluded }, end)
    : fault(at, end, `A star needs at least ${SEARCH_PREFIX_CHARS_MIN} letters or digits right before it.`);
};

const wordAt = (bare: string, at: number, excluded: boolean): Read =>
  bare.includes('*')
    ? prefixAt(bare, at, excluded)
    : read(FINDABLE.test(bare) ? { kind: 'word', text: bare, excluded } : undefined, at + bare.length);

/** Reads a filter `name:value`, whose value may stand in quotes. */
const filterAt = (text: string, from: number, at: number, name: string): Read => {
  const valueAt = at + name.length + 1;
  const quoted = isQuote(text[valueAt]);
  const end = quoted ? closing(text, valueAt) : bareEnd(text, valueAt);
  if (end === -1) return unclosed(text, valueAt);
  const next = quoted ? end + 1 : end;
  if (from !== at) return fault(from, next, 'Only words and phrases can be left out. Remove the -.');
  const made = FILTERS.get(name.toLowerCase())?.(name.toLowerCase(), text.slice(quoted ? valueAt + 1 : valueAt, end));
  if (made === undefined) return fault(at, next, unknownFilter(name));
  return isLeft(made) ? fault(at, next, made.left) : read(made.right, next);
};

/** Says whether a colon makes a filter of the name before it, known or unknown. */
const isFilter = (name: string, rest: string, quoteFollows: boolean): boolean =>
  FILTERS.has(name.toLowerCase()) || (rest === '' ? quoteFollows : FINDABLE.test(rest) && !IN_A_WORD.test(rest));

const termAt = (text: string, from: number): Read => {
  // Two dashes begin a word, such as an option of a program.
  const excluded = text[from] === '-' && text[from + 1] !== '-';
  const at = excluded ? from + 1 : from;
  if (isQuote(text[at])) return phraseAt(text, from, at);
  const end = bareEnd(text, at);
  const bare = text.slice(at, end);
  const name = NAMED.exec(bare)?.[1];
  return name !== undefined && isFilter(name, bare.slice(name.length + 1), isQuote(text[end]))
    ? filterAt(text, from, at, name)
    : wordAt(bare, at, excluded);
};

const tooMuch = (terms: ReadonlyArray<Term>): string | undefined => {
  if (terms.length > SEARCH_TERMS_MAX)
    return `A search has at most ${SEARCH_TERMS_MAX} words and filters. Remove some.`;
  if (terms.filter((term) => term.kind === 'prefix').length > SEARCH_PREFIXES_MAX)
    return `A search has at most ${SEARCH_PREFIXES_MAX} words with a star. Write some of them in full.`;
  // Dates that leave no time between them are a slip.
  const { fromMs, toMs } = spanOf(terms);
  return fromMs < toMs ? undefined : 'These dates leave no time between them. Remove one of them.';
};

/** Parses a query into its terms, or into the first fault. */
export const parseQuery = (text: string): Either<QueryFault, ReadonlyArray<Term>> => {
  if (text.length > SEARCH_QUERY_CHARS_MAX) {
    const why = `A search has at most ${SEARCH_QUERY_CHARS_MAX} characters. Shorten it.`;
    return fault(SEARCH_QUERY_CHARS_MAX, text.length, why);
  }
  const deceiving = DECEIVING.exec(text);
  if (deceiving !== null) {
    const why = 'An invisible control character or mark of reading direction stands here. Remove it.';
    return fault(deceiving.index, deceiving.index + deceiving[0].length, why);
  }
  const terms: Term[] = [];
  for (let at = 0; at < text.length; ) {
    if (SPACE.test(text[at] as string)) {
      at += 1;
      continue;
    }
    const one = termAt(text, at);
    if (isLeft(one)) return one;
    const { term, next } = one.right;
    if (term !== undefined) {
      terms.push(term);
      const why = tooMuch(terms);
      if (why !== undefined) return fault(at, next, why);
    }
    at = next;
  }
  return terms.length === 0
    ? fault(0, text.length, 'Write what to search for: a word, a "phrase", or a filter such as from:ada.')
    : right(terms);
};
