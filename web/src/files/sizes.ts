/** Writes sizes of files in the language of the user. */

import { KIB } from '#domain/kernel/units.ts';
import { localeOf } from '#web/words/languages.ts';
import { language } from '#web/words/words.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** Answers a size in the largest unit of which it has one: `3.4 MiB`. */
export const sizeText = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(KIB)));
  const amount = bytes / KIB ** step;
  const digits = step === 0 || amount >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(localeOf(language()), { maximumFractionDigits: digits }).format(amount)} ${UNITS[step]}`;
};
