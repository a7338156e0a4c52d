/** Laps of a start: how long each part of it took, for one line of the log. A slow start then names its cause. */
export type Laps = {
  /** Ends the lap that runs and begins the next one. */
  readonly passed: (name: string) => void;
  readonly tookMs: () => number;
  /** All laps in the order of their first end, as `program 410 ms, event log 30 ms`. */
  readonly told: () => string;
};

/** Begins with the process, so that the first lap holds the loading of the program. */
export const laps = (nowMs: () => number = () => performance.now()): Laps => {
  const took = new Map<string, number>();
  let since = 0;
  return {
    passed: (name) => {
      const now = nowMs();
      took.set(name, (took.get(name) ?? 0) + now - since);
      since = now;
    },
    tookMs: () => Math.round(since),
    told: () => [...took].map(([name, ms]) => `${name} ${Math.round(ms)} ms`).join(', '),
  };
};
