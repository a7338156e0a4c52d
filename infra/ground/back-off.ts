/** Limits of the pauses between attempts, in milliseconds. */
export type PauseLimits = { readonly firstMs: number; readonly longestMs: number };

/** The pause after `failures` failures in a row, counted from 0. Doubles each time, up to the longest. */
export const pauseMs = ({ firstMs, longestMs }: PauseLimits, failures: number): number =>
  Math.min(firstMs * 2 ** failures, longestMs);

/**
 * Shortens a pause by up to a half. A `chance` of 0 gives the half, and 1 gives all of it. Random chances spread clients
 * that failed at the same moment.
 */
export const spread = (ms: number, chance: number): number => Math.round(ms * (0.5 + chance / 2));

/** Pauses that grow from one to the next. */
export type BackOff = {
  /** The pause that is due now, in milliseconds. The next one is longer. */
  readonly next: () => number;
  /** Begins with the first pause again. The caller resets after each success. */
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
  /** Called with each failure, before the pause of `inMs` milliseconds that follows. */
  readonly failed: (error: unknown, inMs: number) => void;
};

/**
 * Calls `attempt` until one succeeds, with a growing pause after each failure. Rejects with the last failure once the
 * signal aborts. An attempt under way is not cut short, and its failure is then not passed to `failed`.
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
