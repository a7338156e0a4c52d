import { QUOTE_CHARS_MAX } from '#domain/kernel/limits.ts';

const CUT = '\u2026';
/** First half of a character that UTF-16 writes in two units. */
const HALF_AT_END = /[\uD800-\uDBFF]$/;

/** Writes a text on one line, as a reply quotes it. Server and client write the same line. */
export const quotedLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= QUOTE_CHARS_MAX) return line;
  return (
    line
      .slice(0, QUOTE_CHARS_MAX - CUT.length)
      .replace(HALF_AT_END, '')
      .trimEnd() + CUT
  );
};
