/**
 * Counts rates in Postgres, for processes that share the requests. An attacker who goes from one process to the next
 * meets the same count. A process that answers alone counts in memory.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter, RateExceeded } from '#gateway/limits/limiter.ts';
import { RATE_KEYS_MAX, type RateName, type Rates } from '#gateway/limits/rates.ts';

const SCHEMA = 'edge';
const TABLE = 'rate';
const CONNECTIONS = 4;
/** Milliseconds to wait for a count. After that the request is refused: a failed limiter lets no request through. */
const ANSWER_WITHIN_MS = 2_000;
const FORGET_EVERY_MS = 60_000;
/**
 * Milliseconds for which this process refuses a refused key again without the database. A flood of one key costs it
 * little, and a count that another process gives back is seen soon.
 */
const REFUSED_AGAIN_MS = 1_000;
/** Key of the lock under which one process at a time makes the table. */
const MAKING_LOCK = 4_861_073_222;

/**
 * Statement that makes the table. It is unlogged: writing is cheap, and a crash of the database forgets the counts of
 * some minutes.
 */
const MAKE = `
  BEGIN;
  SELECT pg_advisory_xact_lock(${MAKING_LOCK});
  CREATE SCHEMA IF NOT EXISTS ${SCHEMA};
  CREATE UNLOGGED TABLE IF NOT EXISTS ${SCHEMA}.${TABLE} (
    key text COLLATE "C" PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint
  );
  CREATE INDEX IF NOT EXISTS rate_expire ON ${SCHEMA}.${TABLE} (expire);
  COMMIT`;

/** Hashes a key. The table holds no addresses and no account names, and keys of any length fit. */
const hidden = (key: string): string => createHash('sha256').update(key).digest('base64url');

export type SharedLimiter = Limiter & { readonly close: () => Promise<void> };

/** Opens the limiter. A call rejects when the database fails. */
export const sharedLimiter = async (
  url: string,
  rates: Rates,
  answerWithinMs = ANSWER_WITHIN_MS,
): Promise<SharedLimiter> => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'filament rates',
    max: CONNECTIONS,
    connectionTimeoutMillis: answerWithinMs,
    statement_timeout: answerWithinMs,
    // A silent database cancels no statement.
    query_timeout: 2 * answerWithinMs,
  });
  pool.on('error', () => undefined);
  try {
    await pool.query(MAKE);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const bucketOf = (name: string, { times, withinMs }: Rates[RateName]): RateLimiterPostgres =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      schemaName: SCHEMA,
      tableName: TABLE,
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points: times,
      duration: withinMs / 1000,
    });
  const buckets = Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, bucketOf(name, rate)]),
  ) as Readonly<Record<RateName, RateLimiterPostgres>>;
  const forgetting = setInterval(() => {
    // Rows that stay are deleted the next time.
    pool.query(`DELETE FROM ${SCHEMA}.${TABLE} WHERE expire < $1`, [Date.now()]).catch(() => undefined);
  }, FORGET_EVERY_MS);
  forgetting.unref();

  const refused = new LRUCache<string, RateExceeded>({ max: RATE_KEYS_MAX, ttl: REFUSED_AGAIN_MS });
  const refusedKey = (rate: RateName, key: string): string => `${rate} ${key}`;

  const exceeded = (rate: RateName, { msBeforeNext }: RateLimiterRes): RateExceeded => ({
    kind: 'RateExceeded',
    rate,
    retryAfterSecs: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });

  return {
    take: async (rate, key) => {
      const again = refused.get(refusedKey(rate, key));
      if (again !== undefined) return again;
      try {
        await buckets[rate].consume(hidden(key));
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        await buckets[rate].reward(hidden(key));
        const excess = exceeded(rate, refusal);
        refused.set(refusedKey(rate, key), excess);
        return excess;
      }
    },
    full: async (rate, key) => {
      const held = await buckets[rate].get(hidden(key));
      return held !== null && held.consumedPoints >= rates[rate].times ? exceeded(rate, held) : undefined;
    },
    giveBack: async (rate, key) => {
      const held = await buckets[rate].get(hidden(key));
      // A window that ended meanwhile has nothing to give back.
      if (held !== null && held.consumedPoints > 0) await buckets[rate].reward(hidden(key));
      refused.delete(refusedKey(rate, key));
    },
    close: async () => {
      clearInterval(forgetting);
      await pool.end();
    },
  };
};
