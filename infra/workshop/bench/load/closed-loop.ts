/**
 * Result of a closed loop, in which each worker does one thing after another. Only work inside the window after the
 * warm-up counts.
 */
export type Measured = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly done: number;
};

const quantile = (sorted: ReadonlyArray<number>, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

export const closedLoop = async (
  workers: number,
  windowMs: number,
  warmUpMs: number,
  work: (worker: number) => Promise<void>,
): Promise<Measured> => {
  const begin = performance.now() + warmUpMs;
  const end = begin + windowMs;
  const took: number[] = [];
  let done = 0;
  const run = async (worker: number): Promise<void> => {
    for (let since = performance.now(); since < end; ) {
      await work(worker);
      done += 1;
      const now = performance.now();
      if (now >= begin && now < end) took.push(now - since);
      since = now;
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)));
  const sorted = took.sort((a, b) => a - b);
  return {
    perSecond: sorted.length / (windowMs / 1_000),
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    done,
  };
};
