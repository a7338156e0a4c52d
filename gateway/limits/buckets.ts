import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter, RateExceeded } from '#gateway/limits/limiter.ts';
import { RATE_KEYS_MAX, type RateName, type Rates } from '#gateway/limits/rates.ts';

/**
 * Makes the counters of one rate. The library forgets a key when its window ends. The cache bounds their number, and
 * holds how many counts of a key were taken and not given back.
 */
const bucketsOf = (rate: Rates[RateName], keysMax: number) => {
  const counters = new RateLimiterMemory({ points: rate.times, duration: rate.withinMs / 1000 });
  const taken = new LRUCache<string, number>({
    // A bound on the size takes memory as it grows. A bound on the count would take all of it at the start.
    maxSize: keysMax,
    sizeCalculation: () => 1,
    disposeAfter: (_known, key, why) => {
      if (why === 'evict') void counters.delete(key);
    },
  });
  return { counters, taken };
};

const exceeded = (rate: RateName, { msBeforeNext }: RateLimiterRes): RateExceeded => ({
  kind: 'RateExceeded',
  rate,
  retryAfterSecs: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});

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
      const { counters, taken } = buckets[rate];
      taken.set(key, (taken.get(key) ?? 0) + 1);
      try {
        await counters.consume(key);
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        taken.set(key, (taken.get(key) ?? 1) - 1);
        await counters.reward(key);
        return exceeded(rate, refusal);
      }
    },
    full: async (rate, key) => {
      const held = await buckets[rate].counters.get(key);
      return held !== null && held.consumedPoints >= rates[rate].times ? exceeded(rate, held) : undefined;
    },
    giveBack: async (rate, key) => {
      const { counters, taken } = buckets[rate];
      const left = (taken.get(key) ?? 1) - 1;
      if (left <= 0) {
        // A key without a count takes no place, so that a flood of attempts that count nothing makes no other forgotten.
        taken.delete(key);
        await counters.delete(key);
        return;
      }
      taken.set(key, left);
      const held = await counters.get(key);
      // A window that ended meanwhile has nothing to give back.
      if (held !== null && held.consumedPoints > 0) await counters.reward(key);
    },
  };
};
