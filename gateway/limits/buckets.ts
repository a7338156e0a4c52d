import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter } from '#gateway/limits/limiter.ts';
import { RATE_KEYS_MAX, type RateName, type Rates } from '#gateway/limits/rates.ts';

/** One rate's counters. The library forgets a key when its window ends; the cache bounds how many live until then. */
const bucketsOf = (rate: Rates[RateName], keysMax: number) => {
  const counters = new RateLimiterMemory({ points: rate.times, duration: rate.withinMs / 1000 });
  const recent = new LRUCache<string, true>({
    // By size and not by count: a bound on the count sets its whole room aside at the start, for every rate.
    maxSize: keysMax,
    sizeCalculation: () => 1,
    disposeAfter: (_known, key, why) => {
      if (why === 'evict') void counters.delete(key);
    },
  });
  return { counters, recent };
};

/**
 * Rejects with the error of the counters: a limiter that fails lets nobody through.
 *
 * @param keysMax keys that each rate remembers; the one that was asked about longest ago is forgotten for the next.
 */
export const inMemoryLimiter = (rates: Rates, keysMax = RATE_KEYS_MAX): Limiter => {
  const buckets = Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, bucketsOf(rate, keysMax)]),
  ) as Readonly<Record<RateName, ReturnType<typeof bucketsOf>>>;
  return {
    take: async (rate, key) => {
      const { counters, recent } = buckets[rate];
      recent.set(key, true);
      try {
        await counters.consume(key);
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { kind: 'RateExceeded', rate, retryAfterSecs: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    },
    giveBack: async (rate, key) => {
      await buckets[rate].counters.reward(key);
    },
  };
};
