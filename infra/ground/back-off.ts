/** Limits of the pauses between attempts, in milliseconds. */
export type PauseLimits = { readonly firstMs: number; readonly longestMs: number };

/** The pause after `failures` failures in a row, counted from 0. Doubles each time, up to the longest. */
export const pauseMs = ({ firstMs, longestMs }: PauseLimits, failures: number): number =>
  Math.min(firstMs * 2 ** failures, longestMs);

/**
 * Half of `ms` or more, as `chance` (from 0 to 1) says. Clients that failed at the same moment come back spread over
 * the other half.
 */
export const spread = (ms: number, chance: number): number => Math.round(ms * (0.5 + chance / 2));

/** Pauses that grow from one to the next. */
export type BackOff = {
  /** The pause that is due now, in milliseconds. The next one is longer. */
  readonly next: () => number;
  /** Begins with the first pause again. To be called after a success. */
  readonly reset: () => void;
};

export const backOff = (limits: PauseLimits): BackOff => {
  let failures = 0;
  return {
    next: () => pauseMs(limits, failures++),
    reset: () => {
      failures = 0;
    },
  };
};

export type Attempts = {
  readonly pauses: BackOff;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Hears of each failure, before the pause of `inMs` that follows. */
  readonly failed: (error: unknown, inMs: number) => void;
};

/**
 * Calls `attempt` until one succeeds, with a growing pause after each failure. Rejects with the last failure once the
 * signal aborts: an attempt under way is not cut short, and a failure that comes after the abort is not told.
 */
export const keepTrying = async <A>(
  attempt: () => A | Promise<A>,
  { pauses, pause, signal, failed }: Attempts,
): Promise<A> => {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw error;
      const inMs = pauses.next();
      failed(error, inMs);
      await pause(inMs, signal);
      if (signal.aborted) throw error;
    }
  }
};
