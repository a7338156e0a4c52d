/** Counts requests against one rate, whether its counters stand in memory or in Postgres. */
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateExceeded } from '#gateway/limits/limiter.ts';
import type { RateName } from '#gateway/limits/rates.ts';

/** Counts one request. A request beyond the rate is refused and not counted. Rejects when the counters fail. */
export const taken = async (
  counters: RateLimiterAbstract,
  rate: RateName,
  key: string,
): Promise<RateExceeded | undefined> => {
  try {
    await counters.consume(key);
    return undefined;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    await counters.reward(key);
    return { kind: 'RateExceeded', rate, retryAfterSecs: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
  }
};

/** Takes one count back. A window that ended meanwhile has nothing to give back. */
export const givenBack = async (counters: RateLimiterAbstract, key: string): Promise<void> => {
  const held = await counters.get(key);
  if (held !== null && held.consumedPoints > 0) await counters.reward(key);
};
