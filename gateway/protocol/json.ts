/**
 * JSON from a client: a request's body or a frame. A scan finds what is too much before anything is parsed, because
 * parsing a hostile text costs a hundred times more than reading it.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { JSON_DEPTH_MAX, JSON_VALUES_MAX } from '#gateway/protocol/limits.ts';

/** Fault of a JSON text. `repeated` names a field twice, and readers may disagree about its value. */
export type JsonFault =
  | { readonly kind: 'malformed' | 'tooDeep' | 'tooManyValues' }
  | { readonly kind: 'repeated'; readonly field: string };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Finds the quote that ends the string opened at `start`, or the end of a text that has none. */
const endOfString = (json: string, start: number): number => {
  let i = start + 1;
  while (i < json.length && json.charCodeAt(i) !== QUOTE) i += json.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
};

const endsWord = (c: number): boolean =>
  c <= SPACE || c === COMMA || c === CLOSE_BRACE || c === CLOSE_BRACKET || c === COLON;

/** Finds the last character of a number, `true`, `false` or `null`. */
const endOfWord = (json: string, start: number): number => {
  let i = start;
  while (i + 1 < json.length && !endsWord(json.charCodeAt(i + 1))) i += 1;
  return i;
};

const nameIn = (written: string): string | undefined => {
  if (!written.includes('\\')) return written.slice(1, -1);
  try {
    return JSON.parse(written) as string;
  } catch {
    return undefined;
  }
};

/** Notes the name of a field in its object. */
const nameFault = (names: Set<string>, written: string): JsonFault | undefined => {
  const name = nameIn(written);
  if (name === undefined) return { kind: 'malformed' };
  if (names.has(name)) return { kind: 'repeated', field: name };
  names.add(name);
  return undefined;
};

/** Scans a text that may be no JSON at all. It stops at the first fault, so that the greatest cost is one reading. */
const faultIn = (json: string): JsonFault | undefined => {
  // One entry for each open container: the names seen in an object, or undefined for a list.
  const open: Array<Set<string> | undefined> = [];
  let values = 0;
  let atName = false;
  for (let i = 0; i < json.length; i += 1) {
    const c = json.charCodeAt(i);
    if (c <= SPACE) continue;
    if (c === COMMA || c === COLON) {
      atName = c === COMMA && open.at(-1) !== undefined;
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      open.pop();
      atName = false;
    } else if (c === QUOTE && atName) {
      const end = endOfString(json, i);
      const names = open.at(-1);
      const fault = names === undefined ? undefined : nameFault(names, json.slice(i, end + 1));
      if (fault !== undefined) return fault;
      i = end;
    } else {
      values += 1;
      if (values > JSON_VALUES_MAX) return { kind: 'tooManyValues' };
      atName = c === OPEN_BRACE;
      if (atName || c === OPEN_BRACKET) open.push(atName ? new Set() : undefined);
      else i = c === QUOTE ? endOfString(json, i) : endOfWord(json, i);
      if (open.length > JSON_DEPTH_MAX) return { kind: 'tooDeep' };
    }
  }
  return undefined;
};

/** Parses JSON of bounded depth and number of values, in which no object names a field twice. */
export const parseJson = (json: string): Either<JsonFault, unknown> => {
  const fault = faultIn(json);
  if (fault !== undefined) return left(fault);
  try {
    return right(JSON.parse(json));
  } catch {
    return left({ kind: 'malformed' });
  }
};

/** Says what the sender of a faulty text does next. */
export const jsonAdvice: { readonly [K in JsonFault['kind']]: string } = {
  malformed: 'Send one JSON value, whole and well-formed, in UTF-8.',
  tooDeep: `Nest at most ${JSON_DEPTH_MAX} levels deep.`,
  tooManyValues: `Send at most ${JSON_VALUES_MAX} values at once.`,
  repeated: 'Name every field once.',
};
