/** Writes times in the language of the client and the user's own variety of it. */

import { type Instant, instantOf, millisOf } from '#domain/kernel/instant.ts';
import { localeOf } from '#web/words/languages.ts';
import { language, words } from '#web/words/words.ts';

const formatsIn = (language: string) => {
  const locale = localeOf(language);
  return {
    shortTime: new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
    longDay: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDay: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  };
};
/** The formats of each language, made at its first use, because making one takes longer than a hundred uses. */
const made = new Map<string, ReturnType<typeof formatsIn>>();
const formats = (): ReturnType<typeof formatsIn> => {
  const known = made.get(language());
  if (known !== undefined) return known;
  const fresh = formatsIn(language());
  made.set(language(), fresh);
  return fresh;
};

const DAY_MS = 86_400_000;

/** Answers the local calendar day of a time, as a whole number that grows by one each day. */
export const dayOf = (ms: number): number => {
  const date = new Date(ms);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS);
};

/** Answers the local calendar day of a time as ISO 8601 writes it: `2024-03-05`. */
export const calendarDay = (ms: number): string => instantOf(dayOf(ms) * DAY_MS).slice(0, 10);

/** Answers start and end of the local day of a time, in milliseconds since 1970. A day may not have 24 hours. */
export const daySpan = (ms: number): readonly [number, number] => {
  const date = new Date(ms);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return [new Date(year, month, day).getTime(), new Date(year, month, day + 1).getTime()];
};

const relativeDay = (ms: number, now: number, otherwise: Intl.DateTimeFormat): string => {
  const age = dayOf(now) - dayOf(ms);
  return age === 0 ? words.time.today : age === 1 ? words.time.yesterday : otherwise.format(ms);
};

export const timeOf = (ms: number): string => formats().shortTime.format(ms);
export const dayName = (ms: number, now: number): string => relativeDay(ms, now, formats().longDay);
export const dayAndTime = (ms: number, now: number): string =>
  words.time.dayAndTime(relativeDay(ms, now, formats().shortDay), timeOf(ms));
/** Answers the day alone, without its name. */
export const fullDay = (at: Instant): string => formats().shortDay.format(millisOf(at));
export const longDay = (ms: number): string => formats().longDay.format(ms);
export const fullTime = (at: Instant): string => formats().full.format(millisOf(at));
