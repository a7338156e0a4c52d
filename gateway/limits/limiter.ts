import type { RateName } from '#gateway/limits/rates.ts';

export type RateExceeded = {
  readonly kind: 'RateExceeded';
  readonly rate: RateName;
  /** Whole seconds, at least 1. */
  readonly retryAfterSecs: number;
};

/** Buckets by rate and key; HTTP and the gateway take from the same ones. */
export type Limiter = {
  /** Counts one. Undefined while the rate is kept. */
  readonly take: (rate: RateName, key: string) => Promise<RateExceeded | undefined>;
  /** Uncounts one, for what turned out not to be what the rate guards against. */
  readonly giveBack: (rate: RateName, key: string) => Promise<void>;
};
