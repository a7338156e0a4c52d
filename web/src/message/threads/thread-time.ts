import { millisOf } from '#domain/kernel/instant.ts';
import { MINUTE_MS } from '#domain/kernel/units.ts';
import type { Thread } from '#gateway/protocol/resources.ts';
import { dayAndTime } from '#web/ui/clock.ts';
import { later } from '#web/words/later/later-words.ts';

/** The largest count that is exact. The server counts to 1,000, so a larger one is shown as `999+`. */
const EXACT_MAX = 999;

/** True for a thread that a member archived or whose quiet time is over. The next message opens it again. */
export const isArchived = (thread: Thread, now: number): boolean => {
  const { archives_at, last_at, begun_at, archive_after_mins } = thread;
  const quietFrom = millisOf(last_at ?? begun_at) + archive_after_mins * MINUTE_MS;
  // A member archived it when that is earlier. The clock of this device does not decide then.
  return millisOf(archives_at) < Math.max(quietFrom, now + 1);
};

export const countSaid = ({ messages }: Thread): string =>
  later.threads.count(Math.min(messages, EXACT_MAX), messages > EXACT_MAX);

/** Says when the last message came, or when the thread was begun. */
export const activitySaid = ({ last_at, begun_at }: Thread, now: number): string =>
  last_at === null
    ? later.threads.begun(dayAndTime(millisOf(begun_at), now))
    : later.threads.last(dayAndTime(millisOf(last_at), now));
