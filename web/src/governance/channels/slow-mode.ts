/** The steps of slow mode, and a duration in words. */

import { govern } from '#web/governance/words/govern-words.ts';

/** Seconds between two messages that the editor offers. 0 is off. */
export const SLOW_MODE_STEPS: ReadonlyArray<number> = [
  0, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600,
];

const MINUTE_SECS = 60;
const HOUR_SECS = 3_600;

export const durationSaid = (secs: number): string => {
  if (secs % HOUR_SECS === 0) return govern.channels.hours(secs / HOUR_SECS);
  if (secs % MINUTE_SECS === 0) return govern.channels.minutes(secs / MINUTE_SECS);
  return govern.channels.seconds(secs);
};
