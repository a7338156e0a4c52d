/** The plain line of a message, as replies, hits and lists show it. Its mentions and times stay marks until they are drawn. */

import { quotedLine } from '#domain/kernel/quoted-line.ts';
import { type MarkMeaning, marksIn } from '#domain/markdown/marks.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { plainText, type SpokenNames } from '#domain/markdown/plain-text.ts';

/** Writes a message on one line of at most `MESSAGE_CHARS_MAX` UTF-16 units, without signs of formatting. */
export const plainLine = (content: string): string => plainText(parseMarkdown(content));

/** Writes a message as a reply quotes it: `plainLine`, cut to `QUOTE_CHARS_MAX`. */
export const quoteLine = (content: string): string => quotedLine(plainLine(content));

/** A name that stands in place of a mark, with the place of the mark in the line. */
export type DrawnName = { readonly start: number; readonly end: number; readonly text: string };

const nameOf = (meaning: MarkMeaning, names: SpokenNames): string | undefined => {
  switch (meaning.kind) {
    case 'user':
      return names.user?.(meaning.id);
    case 'role':
      return names.role?.(meaning.id);
    case 'channel':
      return names.channel?.(meaning.id);
    case 'time':
      return names.time?.(meaning);
    default:
      return undefined;
  }
};

/**
 * Answers the names of today for the marks of a plain line, in their order. A mark that stood in code gets its name too,
 * because a plain line no longer tells code from text.
 */
export const drawnNames = (line: string, names: SpokenNames): ReadonlyArray<DrawnName> =>
  [...marksIn(line)].flatMap(([start, { length, meaning }]) => {
    const text = nameOf(meaning, names);
    return text === undefined ? [] : [{ start, end: start + length, text }];
  });

/** Writes a plain line with the names of today. */
export const namedLine = (line: string, names: SpokenNames): string =>
  drawnNames(line, names).reduceRight(
    (named, { start, end, text }) => named.slice(0, start) + text + named.slice(end),
    line,
  );
