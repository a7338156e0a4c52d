/** Writes a moment as a part of a sentence, so that a day without a date has no capital letter. */

import { govern } from '#web/governance/words/govern-words.ts';
import { dayAndTime, dayOf, timeOf } from '#web/ui/clock.ts';

export const momentSaid = (ms: number, now: number): string => {
  const days = dayOf(ms) - dayOf(now);
  if (days === 0) return govern.moment.today(timeOf(ms));
  return days === 1 ? govern.moment.tomorrow(timeOf(ms)) : dayAndTime(ms, now);
};
