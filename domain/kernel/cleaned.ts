/**
 * Cleans texts that other programs kept. A record of the past cannot be written again, so what a rule of today refuses
 * is removed from it.
 */
import { withoutFormattingCodes } from '#domain/kernel/formatting-codes.ts';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';
import { isInvisible, onlyHonest } from '#domain/kernel/text.ts';

/** Control characters that do not make a text of several lines. */
const CONTROLS = /[^\P{Cc}\n\t]/gu;

/**
 * Cleans a text of several lines: formatting codes, control characters and the space at its end go. It takes normal
 * form C, so that one message in two spellings is one text.
 */
export const cleanedText = (text: string): string =>
  withPlainLineEnds(withoutFormattingCodes(text).toWellFormed()).replace(CONTROLS, '').normalize('NFC').trimEnd();

const BREAKS = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]+/gu;
const PILED_UP = /(\p{M}{4})\p{M}+/gu;
const ELLIPSIS = '…';

/** Cleans a line until nothing changes: what is removed may join its neighbours, and then those are looked at again. */
const honest = (line: string): string => {
  const next = onlyHonest(line).normalize('NFC').replace(PILED_UP, '$1').trim();
  return next === line ? line : honest(next);
};

const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length + ELLIPSIS.length > max) break;
    kept += character;
  }
  return `${honest(kept)}${ELLIPSIS}`;
};

/**
 * Makes the function that cleans a name into a line of at most `max` UTF-16 units, as `lineText` takes it. A name in
 * which nothing is visible becomes `nameless`.
 */
export const cleanedLine =
  (max: number, nameless: string) =>
  (text: string): string => {
    const name = honest(withoutFormattingCodes(text).toWellFormed().replace(BREAKS, ' '));
    return isInvisible(name) ? nameless : cut(name, max);
  };
