/**
 * Parses the language of search queries, in one pass from left to right. The language has no nesting, so parsing costs
 * as much as reading the text once. An unknown part is refused with its place and with what to write instead.
 */
import { type Either, isLeft, left, mapLeft, right } from 'fp-ts/lib/Either.js';
import {
  SEARCH_PREFIX_CHARS_MIN,
  SEARCH_PREFIXES_MAX,
  SEARCH_QUERY_CHARS_MAX,
  SEARCH_TERMS_MAX,
} from '#queries/limits.ts';
import type { MessageSearch } from '#queries/ports/message-search.ts';
import { FILTERS, unknownFilter } from './filters.ts';
import { type SeenText, seenText } from './invisible.ts';
import { spanOf } from './period.ts';
import type { QueryFault, Term } from './terms.ts';
import { type DayClock, dayClock, type TimeZone } from './time-zone.ts';

const SPACE = /\s/u;
/** Quotes of a phrase. Phones type curly quotes, so a phrase may begin and end with any of these. */
const QUOTES = '"\u201C\u201D\u201E';
const NAMED = /^([A-Za-z]{2,}):/;
/** Characters after a colon that is part of a word, as in an address (`http://`) or in code (`std::vector`). */
const IN_A_WORD = /^[/:\\]/;
/** A space that does not break a line holds the groups of a number together, as in 1 000. */
const IN_A_NUMBER = /^\d[\u00A0\u2007\u2009\u202F]\d/;

const isQuote = (sign: string | undefined): boolean => sign !== undefined && QUOTES.includes(sign);

const fault = (at: number, to: number, why: string): Either<QueryFault, never> => left({ at, length: to - at, why });

/** Tells what the index can find in a text. It alone decides, so that a query asks for exactly what the index keeps. */
type LastTermOf = MessageSearch['lastTermOf'];
/** Query as it is seen, with the functions that read its parts. */
type Source = { readonly seen: SeenText; readonly lastTermOf: LastTermOf; readonly beginOf: DayClock };

/** A term and the place to read on from. The term is undefined for punctuation. */
type Read = Either<QueryFault, { readonly term: Term | undefined; readonly next: number }>;

const read = (term: Term | undefined, next: number): Read => right({ term, next });

const closing = (text: string, opening: number): number => {
  for (let at = opening + 1; at < text.length; at += 1) if (isQuote(text[at])) return at;
  return -1;
};

const unclosed = (text: string, opening: number) =>
  fault(opening, text.length, 'A quote opens here and does not close. Write " at the end of the phrase.');

const phraseAt = ({ seen: { text }, lastTermOf }: Source, from: number, opening: number): Read => {
  const end = closing(text, opening);
  if (end === -1) return unclosed(text, opening);
  const inside = text.slice(opening + 1, end).trim();
  return lastTermOf(inside) !== undefined
    ? read({ kind: 'phrase', text: inside, excluded: from !== opening }, end + 1)
    : fault(opening, end + 1, 'This phrase has no word in it. Write some words between the quotes.');
};

const bareEnd = (text: string, from: number): number => {
  let end = from;
  const breaks = (at: number): boolean =>
    SPACE.test(text[at] as string) && !IN_A_NUMBER.test(text.slice(Math.max(from, at - 1), at + 2));
  while (end < text.length && !breaks(end) && !isQuote(text[end])) end += 1;
  return end;
};

const prefixAt = ({ lastTermOf }: Source, bare: string, at: number, excluded: boolean): Read => {
  const end = at + bare.length;
  if (bare.indexOf('*') !== bare.length - 1) {
    return fault(at, end, 'A star may stand only at the end of a word. Remove it here.');
  }
  const text = bare.slice(0, -1);
  const last = lastTermOf(text);
  // A symbol, or a character of a script without spaces, is a whole word of its own.
  const enough = last !== undefined && (!last.isWord || last.chars >= SEARCH_PREFIX_CHARS_MIN);
  return enough
    ? read({ kind: 'prefix', text, excluded }, end)
    : fault(at, end, `A star needs at least ${SEARCH_PREFIX_CHARS_MIN} letters or digits right before it.`);
};

const wordAt = (source: Source, bare: string, at: number, excluded: boolean): Read => {
  if (bare.includes('*')) return prefixAt(source, bare, at, excluded);
  const holdsWords = source.lastTermOf(bare) !== undefined;
  return read(holdsWords ? { kind: 'word', text: bare, excluded } : undefined, at + bare.length);
};

/** Reads a filter `name:value`, whose value may stand in quotes. */
const filterAt = ({ seen, beginOf }: Source, from: number, at: number, name: string): Read => {
  const { text } = seen;
  const valueAt = at + name.length + 1;
  const quoted = isQuote(text[valueAt]);
  const end = quoted ? closing(text, valueAt) : bareEnd(text, valueAt);
  if (end === -1) return unclosed(text, valueAt);
  const next = quoted ? end + 1 : end;
  if (from !== at) return fault(from, next, 'Only words and phrases can be left out. Remove the -.');
  const valueFrom = quoted ? valueAt + 1 : valueAt;
  const value = { text: text.slice(valueFrom, end), written: seen.written(valueFrom, end) };
  const made = FILTERS.get(name.toLowerCase())?.(name.toLowerCase(), value, beginOf);
  if (made === undefined) return fault(at, next, unknownFilter(name));
  return isLeft(made) ? fault(at, next, made.left) : read(made.right, next);
};

/** Says whether a colon makes a filter of the name before it, known or unknown. */
const isFilter = ({ lastTermOf }: Source, name: string, rest: string, quoteFollows: boolean): boolean =>
  FILTERS.has(name.toLowerCase()) ||
  (rest === '' ? quoteFollows : !IN_A_WORD.test(rest) && lastTermOf(rest) !== undefined);

const termAt = (source: Source, from: number): Read => {
  const { text } = source.seen;
  // Two dashes begin a word, such as an option of a program.
  const excluded = text[from] === '-' && text[from + 1] !== '-';
  const at = excluded ? from + 1 : from;
  if (isQuote(text[at])) return phraseAt(source, from, at);
  const end = bareEnd(text, at);
  const bare = text.slice(at, end);
  const name = NAMED.exec(bare)?.[1];
  return name !== undefined && isFilter(source, name, bare.slice(name.length + 1), isQuote(text[end]))
    ? filterAt(source, from, at, name)
    : wordAt(source, bare, at, excluded);
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

const parseSeen = (source: Source): Either<QueryFault, ReadonlyArray<Term>> => {
  const { text } = source.seen;
  const terms: Term[] = [];
  for (let at = 0; at < text.length; ) {
    if (SPACE.test(text[at] as string)) {
      at += 1;
      continue;
    }
    const one = termAt(source, at);
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

/** Parses a query into its terms, or into the first fault. Invisible characters in it mean nothing. */
export const parseQuery = (
  text: string,
  { lastTermOf, zone }: { readonly lastTermOf: LastTermOf; readonly zone: TimeZone },
): Either<QueryFault, ReadonlyArray<Term>> => {
  if (text.length > SEARCH_QUERY_CHARS_MAX) {
    const why = `A search has at most ${SEARCH_QUERY_CHARS_MAX} characters. Shorten it.`;
    return fault(SEARCH_QUERY_CHARS_MAX, text.length, why);
  }
  const seen = seenText(text);
  return mapLeft(({ at, length, why }: QueryFault): QueryFault => {
    const from = at === 0 ? 0 : seen.placeOf(at);
    return { at: from, length: seen.placeOf(at + length) - from, why };
  })(parseSeen({ seen, lastTermOf, beginOf: dayClock(zone) }));
};
