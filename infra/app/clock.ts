import type { Clock } from '#commands/ports/clock.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';

/** Reads the system's clock. Within one millisecond it returns the same text, because an import asks for many times. */
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
