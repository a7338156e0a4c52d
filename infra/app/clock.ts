import type { Clock } from '#commands/ports/clock.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';

/** The system's clock. An import asks it many times within a millisecond, and writing a time out takes a while. */
export const systemClock = (): Clock => {
  let ms = 0;
  let at: Instant = instantOf(ms);
  return {
    now: () => {
      const now = Date.now();
      if (now !== ms) {
        ms = now;
        at = instantOf(now);
      }
      return at;
    },
  };
};
