/** Finds when days begin in a time zone, by the rules of the runtime, so that daylight saving is counted. */
import * as t from 'io-ts';
import { DAY_MS, SECOND_MS } from '#domain/kernel/units.ts';
import { TIME_ZONE_CHARS_MAX } from '#queries/limits.ts';

declare const kind: unique symbol;
/** Time zone: a name such as `Europe/Berlin`, or an offset such as `+05:30`. */
export type TimeZone = string & { readonly [kind]: 'TimeZone' };

const clockIn = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' });

const isTimeZone = (u: unknown): u is TimeZone => {
  if (typeof u !== 'string' || u.length > TIME_ZONE_CHARS_MAX) return false;
  try {
    clockIn(u);
    return true;
  } catch {
    return false;
  }
};

export const TimeZone = new t.Type<TimeZone, string, unknown>(
  'time zone',
  isTimeZone,
  (u, context) =>
    isTimeZone(u)
      ? t.success(u)
      : t.failure(u, context, 'must be a time zone that the server knows, as Europe/Berlin or +05:30'),
  (zone) => zone,
);

export const UTC = 'UTC' as TimeZone;

/** Finds the first moment of a calendar day, both in milliseconds since 1970. The day is given as its midnight in UTC. */
export type DayClock = (dayMs: number) => number;

export const dayClock = (zone: TimeZone): DayClock => {
  if (zone === UTC) return (dayMs) => dayMs;
  const clock = clockIn(zone);
  const dayAt = (ms: number): number => {
    const parts = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'] ?? 1);
  };
  return (dayMs) => {
    // No zone is a whole day away from UTC. A clock that skips midnight begins the day at its next hour.
    let [before, begun] = [dayMs - DAY_MS, dayMs + DAY_MS];
    while (begun - before > SECOND_MS) {
      const middle = before + Math.floor((begun - before) / (2 * SECOND_MS)) * SECOND_MS;
      if (dayAt(middle) < dayMs) before = middle;
      else begun = middle;
    }
    return begun;
  };
};
