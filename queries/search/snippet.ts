import { marksIn } from '#domain/markdown/marks.ts';
import { SNIPPET_CHARS_MAX } from '#queries/limits.ts';
import type { TextRange } from '#queries/ports/message-search.ts';
import type { Snippet } from '#queries/queries.ts';

/** UTF-16 units of text that are kept before the first match, to show its context. */
const BEFORE_CHARS = 60;
/** UTF-16 units in which a cut looks for a space, so that it falls between words. */
const SPACE_WITHIN_CHARS = 20;
const CUT = '\u2026';

const isLowSurrogate = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
};

/** UTF-16 units of the longest mention or time. */
const LONGEST_MARK_CHARS = 30;

/**
 * Answers where the mention or the time begins and ends that a cut at `at` would part, or undefined. A client draws a name
 * for it, so it is in a snippet whole or not at all.
 */
const markAround = (text: string, at: number): TextRange | undefined => {
  const start = text.lastIndexOf('<', at - 1);
  if (start === -1 || at - start > LONGEST_MARK_CHARS) return undefined;
  const length = marksIn(text.slice(start, start + LONGEST_MARK_CHARS)).get(0)?.length ?? 0;
  return start + length > at ? { start, end: start + length } : undefined;
};

const startFor = (text: string, first: number): number => {
  const wanted = first - BEFORE_CHARS;
  if (wanted <= 0 || text.length <= SNIPPET_CHARS_MAX) return 0;
  const latest = Math.min(wanted, text.length - SNIPPET_CHARS_MAX);
  const space = text.slice(latest, latest + SPACE_WITHIN_CHARS).search(/\s\S/);
  const start = space === -1 ? latest : latest + space + 1;
  return markAround(text, start)?.end ?? (isLowSurrogate(text, start) ? start - 1 : start);
};

const endFor = (text: string, start: number): number => {
  const furthest = start + SNIPPET_CHARS_MAX;
  if (furthest >= text.length) return text.length;
  const space = text.slice(furthest - SPACE_WITHIN_CHARS, furthest).search(/\s\S*$/);
  const end = space === -1 ? furthest : furthest - SPACE_WITHIN_CHARS + space;
  return markAround(text, end)?.start ?? (isLowSurrogate(text, end) ? end - 1 : end);
};

/**
 * Cuts a piece of `text` around the first of `ranges`, on one line. The ranges of the result count inside the piece.
 */
export const snippetOf = (text: string, ranges: ReadonlyArray<TextRange>): Snippet => {
  const start = startFor(text, ranges[0]?.start ?? 0);
  const end = endFor(text, start);
  const lead = start > 0 ? CUT : '';
  const by = lead.length - start;
  return {
    // Each line break becomes one space, so the ranges stay right.
    text: `${lead}${text.slice(start, end).replace(/\s/g, ' ')}${end < text.length ? CUT : ''}`,
    ranges: ranges
      .filter((range) => range.end > start && range.start < end)
      .map((range) => ({ start: Math.max(range.start, start) + by, end: Math.min(range.end, end) + by })),
  };
};
