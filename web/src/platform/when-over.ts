import { DAY_MS } from '#domain/kernel/units.ts';
import type { Platform } from '#web/platform/platform.ts';

/** Milliseconds of the longest pause. A timer of a browser holds no pause of more than 24 days. */
const PAUSE_MAX_MS = DAY_MS;
/** Milliseconds of the shortest pause. The clock of the server may lag behind that of the device. */
const PAUSE_MIN_MS = 1_000;

/**
 * Runs work once a moment is over. Answers a function that cancels it.
 * @param end milliseconds since 1970, by the clock `now`.
 */
export const whenOver = (
  { now, later }: { readonly now: () => number; readonly later: Platform['later'] },
  end: number,
  work: () => void,
): (() => void) => {
  let cancel = (): void => {};
  const wait = (): void => {
    const left = end - now();
    const pause = Math.min(Math.max(left, PAUSE_MIN_MS), PAUSE_MAX_MS);
    cancel = later(pause, left > PAUSE_MAX_MS ? wait : work);
  };
  wait();
  return () => cancel();
};
