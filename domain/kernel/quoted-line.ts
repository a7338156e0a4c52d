import { QUOTE_CHARS_MAX } from '#domain/kernel/limits.ts';

const CUT = '\u2026';
/** First half of a character that UTF-16 writes in two units. */
const HALF_AT_END = /[\uD800-\uDBFF]$/;
/** Beginning of a mention or a time that lost its end. It would be drawn as text. */
const HALF_MARK_AT_END = /<(?:(?:@&?|#)[0-9A-Z]{0,26}|t(?::[0-9A-Za-z:-]{0,16})?)?$/;

/** Writes a text on one line. White space of any kind becomes one space. */
export const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Writes a text on one line of at most `max` UTF-16 units, as a reply quotes it. A mark is in it whole or not at all. */
export const quotedLine = (text: string, max: number = QUOTE_CHARS_MAX): string => {
  const line = onOneLine(text);
  if (line.length <= max) return line;
  return (
    line
      .slice(0, max - CUT.length)
      .replace(HALF_AT_END, '')
      .replace(HALF_MARK_AT_END, '')
      .trimEnd() + CUT
  );
};
