/** Reads a time as RFC 3339 writes it, section 5.6, from 1970 to the end of 9999 in UTC. */
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)t([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

const LEAP_SECOND = 60;
/** End of the year 9999. An offset may carry a time of that year past the last time that can be written. */
const YEARS_END_MS = Date.UTC(10_000, 0);

/** The first millisecond of a day. Undefined for a day that the calendar does not have. `Date.UTC` would go on counting. */
const dayOf = (year: number, month: number, day: number): number | undefined => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
};

/** True for the first millisecond of a month in UTC. Leap seconds stand before it only. */
const beginsMonth = (ms: number): boolean => {
  const date = new Date(ms);
  return ms % MINUTE_MS === 0 && date.getUTCDate() === 1 && date.getUTCHours() === 0 && date.getUTCMinutes() === 0;
};

/**
 * Reads a time. A leap second stands for the last millisecond of the minute that it ends, so that it stays in its day
 * and year. Digits after the millisecond are cut off.
 */
export const readRfc3339 = (text: string): Instant | undefined => {
  const written = WRITTEN.exec(text);
  if (written === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours = 0, offsetMinutes = 0] = written;
  const midnight = dayOf(Number(year), Number(month), Number(day));
  if (midnight === undefined) return undefined;
  const offset = (Number(offsetHours) * HOUR_MS + Number(offsetMinutes) * MINUTE_MS) * (sign === '-' ? -1 : 1);
  const minuteBegins = midnight + Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS - offset;
  const isLeap = Number(second) === LEAP_SECOND;
  if (isLeap && !beginsMonth(minuteBegins + MINUTE_MS)) return undefined;
  const within = isLeap ? MINUTE_MS - 1 : Number(second) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  const ms = minuteBegins + within;
  return ms >= 0 && ms < YEARS_END_MS ? instantOf(ms) : undefined;
};
