import { quantile } from './quantile.ts';

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
  return {
    perSecond: took.length / (windowMs / 1_000),
    p50Ms: quantile(took, 0.5),
    p99Ms: quantile(took, 0.99),
    done,
  };
};
