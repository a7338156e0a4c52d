/** Writes times in the locale of the browser. */

import { type Instant, instantOf, millisOf } from '#domain/kernel/instant.ts';
import { words } from '#web/words.ts';

const shortTime = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

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

export const timeOf = (ms: number): string => shortTime.format(ms);
export const dayName = (ms: number, now: number): string => relativeDay(ms, now, longDay);
export const dayAndTime = (ms: number, now: number): string =>
  `${relativeDay(ms, now, shortDay)}, ${shortTime.format(ms)}`;
export const fullTime = (at: Instant): string => full.format(millisOf(at));
