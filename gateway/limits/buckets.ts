import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { givenBack, taken } from '#gateway/limits/counters.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import { RATE_KEYS_MAX, type RateName, type Rates } from '#gateway/limits/rates.ts';

/** Makes the counters of one rate. The library forgets a key when its window ends. The cache bounds their number. */
const bucketsOf = (rate: Rates[RateName], keysMax: number) => {
  const counters = new RateLimiterMemory({ points: rate.times, duration: rate.withinMs / 1000 });
  const recent = new LRUCache<string, true>({
    // A bound on the size takes memory as it grows. A bound on the count would take all of it at the start.
    maxSize: keysMax,
    sizeCalculation: () => 1,
    disposeAfter: (_known, key, why) => {
      if (why === 'evict') void counters.delete(key);
    },
  });
  return { counters, recent };
};

/**
 * Keeps all buckets in the memory of this process. It rejects when the counters fail, so a broken limiter lets no
 * request through.
 *
 * @param keysMax keys that each rate remembers. One more key makes it forget the key that was not used longest.
 */
export const inMemoryLimiter = (rates: Rates, keysMax = RATE_KEYS_MAX): Limiter => {
  const buckets = Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, bucketsOf(rate, keysMax)]),
  ) as Readonly<Record<RateName, ReturnType<typeof bucketsOf>>>;
  return {
    take: async (rate, key) => {
      const { counters, recent } = buckets[rate];
      recent.set(key, true);
      return taken(counters, rate, key);
    },
    giveBack: (rate, key) => givenBack(buckets[rate].counters, key),
  };
};
