/** Finds the parts of a text in which a sign means nothing: code and addresses. */

import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';

/** Part of a text, in UTF-16 units. `to` is the place after its last unit. */
export type TextPart = { readonly from: number; readonly to: number };

/**
 * UTF-16 units of the longest text that is read. A longer one has no suggestions and no tokens: it cannot be sent, even
 * when each of its names becomes shorter as a token.
 */
export const READ_CHARS_MAX = 3 * MESSAGE_CHARS_MAX;

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/gm;
const BACKTICKS = /`+/g;
const ADDRESS = /\b[a-z][a-z0-9+.-]{1,19}:\/\/[^\s<>]*/gi;

/** Fenced code. A fence without an end holds the rest of the text. */
const fencedIn = (text: string): ReadonlyArray<TextPart> => {
  const parts: TextPart[] = [];
  let open: { readonly from: number; readonly fence: string } | null = null;
  for (const { index, 0: line, 1: fence = '', 2: after = '' } of text.matchAll(FENCE)) {
    // The line of a fence that opens has no backtick after it. Else it is code inside one line.
    if (open === null) open = fence.startsWith('`') && after.includes('`') ? null : { from: index, fence };
    else if (fence.startsWith(open.fence) && after.trim() === '') {
      parts.push({ from: open.from, to: index + line.length });
      open = null;
    }
  }
  return open === null ? parts : [...parts, { from: open.from, to: text.length }];
};

/** Code inside lines: from a run of backticks to the next run of the same length. */
const inlineIn = (text: string, fenced: ReadonlyArray<TextPart>): ReadonlyArray<TextPart> => {
  const runs = [...text.matchAll(BACKTICKS)].filter(({ index }) => !holds(fenced, index));
  const nextAlike: (number | undefined)[] = [];
  const lastOf = new Map<number, number>();
  for (let at = runs.length - 1; at >= 0; at -= 1) {
    const length = runs[at]?.[0].length ?? 0;
    nextAlike[at] = lastOf.get(length);
    lastOf.set(length, at);
  }
  const parts: TextPart[] = [];
  for (let at = 0; at < runs.length; at += 1) {
    const end = nextAlike[at];
    const [opens, closes] = [runs[at], runs[end ?? at]];
    if (end === undefined || opens === undefined || closes === undefined) continue;
    const part = { from: opens.index, to: closes.index + closes[0].length };
    // An empty line ends a paragraph, and code does not go over it.
    if (/\n[ \t]*\n/.test(text.slice(part.from, part.to))) continue;
    parts.push(part);
    at = end;
  }
  return parts;
};

/** True when a place lies in one of the parts. */
export const holds = (parts: ReadonlyArray<TextPart>, at: number): boolean =>
  parts.some(({ from, to }) => from <= at && at < to);

/** Code in a text. */
export const codeIn = (text: string): ReadonlyArray<TextPart> => {
  const fenced = fencedIn(text);
  return [...fenced, ...inlineIn(text, fenced)];
};

/** Code and addresses in a text. A name in them stays as it is written. */
export const closedIn = (text: string): ReadonlyArray<TextPart> => [
  ...codeIn(text),
  ...[...text.matchAll(ADDRESS)].map(({ index, 0: address }) => ({ from: index, to: index + address.length })),
];
