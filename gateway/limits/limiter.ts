import type { RateName } from '#gateway/limits/rates.ts';

export type RateExceeded = {
  readonly kind: 'RateExceeded';
  readonly rate: RateName;
  /** Whole seconds, at least 1. */
  readonly retryAfterSecs: number;
};

/** Limiter of requests, with one bucket for each rate and key. HTTP and the gateway share the buckets. */
export type Limiter = {
  /** Counts one request and answers undefined while the rate is kept. A refused request is not counted. */
  readonly take: (rate: RateName, key: string) => Promise<RateExceeded | undefined>;
  /** Answers the refusal that the next request would get, and counts nothing. */
  readonly full: (rate: RateName, key: string) => Promise<RateExceeded | undefined>;
  /** Takes one count back, for a request that the rate does not guard against after all. */
  readonly giveBack: (rate: RateName, key: string) => Promise<void>;
};
