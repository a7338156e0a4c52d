/** Tells whether a moment is in the quiet hours of a user. */

import type { QuietHours } from '#gateway/protocol/settings.ts';

const DAY_MINUTES = 1_440;
const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Day of the week, 1 for Monday, and minute of the day in a zone. A zone that the device does not know is its own. */
const wallClock = (at: number, timeZone: string): { readonly day: number; readonly minute: number } => {
  const options = { weekday: 'short', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
  const format = (zone: object) => new Intl.DateTimeFormat('en-US', { ...options, ...zone }).formatToParts(at);
  let parts: ReadonlyArray<Intl.DateTimeFormatPart>;
  try {
    parts = format({ timeZone });
  } catch {
    parts = format({});
  }
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
