/** Tells whether a moment is in the quiet hours of a user. The client asks it for notices, and the gateway for presence. */

import { ZONE_CLOCKS_KEPT_MAX } from '#gateway/protocol/limits.ts';
import type { QuietHours } from '#gateway/protocol/settings.ts';

const DAY_MINUTES = 1_440;
const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const clocks = new Map<string, Intl.DateTimeFormat>();
const made = (zone: object): Intl.DateTimeFormat => {
  const options = { weekday: 'short', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-US', { ...options, ...zone });
};
/** Answers the clock of a zone. A zone that the device does not know has the clock of the device. */
const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  let clock: Intl.DateTimeFormat;
  try {
    clock = made({ timeZone });
  } catch {
    clock = made({});
  }
  if (clocks.size >= ZONE_CLOCKS_KEPT_MAX) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
};

/** Day of the week, 1 for Monday, and minute of the day in a zone. */
const wallClock = (at: number, timeZone: string): { readonly day: number; readonly minute: number } => {
  const parts = clockOf(timeZone).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: WEEK.indexOf(of('weekday')) + 1, minute: Number(of('hour')) * 60 + Number(of('minute')) };
};

export const inQuietHours = (hours: QuietHours | null, at: number): boolean => {
  if (hours === null) return false;
  const { from, until, days, time_zone } = hours;
  const { day, minute } = wallClock(at, time_zone);
  const length = until > from ? until - from : until - from + DAY_MINUTES;
  const yesterday = day === 1 ? 7 : day - 1;
  const began = (on: number, since: number): boolean => days.includes(on) && since >= from && since < from + length;
  return began(day, minute) || began(yesterday, minute + DAY_MINUTES);
};
