/** Writes a moment in the reader's own zone and language. */

import type { TimeStyle } from '#domain/markdown/tokens.ts';
import { localeOf } from '#web/words/languages.ts';
import { language } from '#web/words/words.ts';

const STYLES: { readonly [S in Exclude<TimeStyle, 'R'>]: Intl.DateTimeFormatOptions } = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** Each unit with its seconds. A distance is written in the largest unit of which it holds one. */
const UNITS = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** @param seconds From now: negative in the past. */
export const distance = (seconds: number, locale: string): string => {
  const [unit, size] = UNITS.find(([, one]) => Math.abs(seconds) >= one) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
};

/**
 * @param unix Seconds since 1970.
 * @param now Milliseconds since 1970.
 */
export const momentText = (unix: number, style: TimeStyle, now: number): string => {
  const locale = localeOf(language());
  if (style === 'R') return distance(unix - Math.floor(now / 1_000), locale);
  return new Intl.DateTimeFormat(locale, STYLES[style]).format(unix * 1_000);
};
