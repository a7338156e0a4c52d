import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { JSON_DEPTH_MAX, JSON_KEYS_MAX } from '#gateway/limits/http.ts';
import type { Refusal } from '#gateway/present/problems.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Finds the quote that ends the string opened at `start`. The text must be JSON. */
const endOfString = (json: string, start: number): number => {
  let i = start + 1;
  while (json.charCodeAt(i) !== QUOTE) i += json.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
};

/**
 * Checks what the parser does not report: depth, number of fields, and names that stand twice. Readers of a repeated
 * name may disagree about its value. `json` must be well-formed JSON.
 */
const shapeProblem = (json: string): Refusal | undefined => {
  // One entry for each open container: the names seen in an object, or undefined for a list.
  const open: Array<Set<string> | undefined> = [];
  let fields = 0;
  let atName = false;
  for (let i = 0; i < json.length; i += 1) {
    const c = json.charCodeAt(i);
    if (c === QUOTE) {
      const end = endOfString(json, i);
      const names = open.at(-1);
      if (atName && names !== undefined) {
        const written = json.slice(i, end + 1);
        const name = written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
        fields += 1;
        if (fields > JSON_KEYS_MAX) {
          return { code: 'json_too_complex', detail: `Send at most ${JSON_KEYS_MAX} fields in one body.` };
        }
        if (names.has(name)) {
          return { code: 'json_duplicate_field', detail: 'Name every field once.', field: name };
        }
        names.add(name);
      }
      i = end;
    } else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      open.push(c === OPEN_BRACE ? new Set() : undefined);
      if (open.length > JSON_DEPTH_MAX) {
        return { code: 'json_too_complex', detail: `Nest at most ${JSON_DEPTH_MAX} levels deep.` };
      }
      atName = c === OPEN_BRACE;
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      open.pop();
      atName = false;
    } else if (c === COMMA) {
      atName = open.at(-1) !== undefined;
    } else if (c === COLON) {
      atName = false;
    }
  }
  return undefined;
};

/** Parses JSON that is safe for a codec: bounded in depth and fields, with no name that stands twice. */
export const parseJson = (json: string): Either<Refusal, unknown> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return left({ code: 'json_malformed', detail: 'Send one JSON value, whole and well-formed, in UTF-8.' });
  }
  const problem = shapeProblem(json);
  return problem === undefined ? right(parsed) : left(problem);
};
