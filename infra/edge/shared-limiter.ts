/**
 * Rates counted in Postgres, for processes that share the work of answering people: a guesser who goes from one to the
 * next meets the same count. Where one process answers alone, it counts in memory.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter } from '#gateway/limits/limiter.ts';
import type { RateName, Rates } from '#gateway/limits/rates.ts';

const SCHEMA = 'edge';
const TABLE = 'rate';
const CONNECTIONS = 4;
/** Whoever waits longer for a count is refused: a limiter that fails lets nobody through. */
const ANSWER_WITHIN_MS = 2_000;
const FORGET_EVERY_MS = 60_000;
/** Two processes that start together must not both make what is missing. */
const MAKING_LOCK = 4_861_073_222;

/** A crash of the database may forget the counts of some minutes; it costs nothing to write them. */
const MAKE = `
  BEGIN;
  SELECT pg_advisory_xact_lock(${MAKING_LOCK});
  CREATE SCHEMA IF NOT EXISTS ${SCHEMA};
  CREATE UNLOGGED TABLE IF NOT EXISTS ${SCHEMA}.${TABLE} (
    key text COLLATE "C" PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint
  );
  CREATE INDEX IF NOT EXISTS rate_expire ON ${SCHEMA}.${TABLE} (expire);
  COMMIT`;

/** Addresses and names of accounts are nobody's business in a table, and of any length. */
const hidden = (key: string): string => createHash('sha256').update(key).digest('base64url');

export type SharedLimiter = Limiter & { readonly close: () => Promise<void> };

/** Throws whatever the database throws. */
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
    // A database that has fallen silent cancels nothing.
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
      // Who is over it already costs the database nothing more.
      inMemoryBlockOnConsumed: times + 1,
    });
  const buckets = Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, bucketOf(name, rate)]),
  ) as Readonly<Record<RateName, RateLimiterPostgres>>;
  const forgetting = setInterval(() => {
    // What is not forgotten now is the next time.
    pool.query(`DELETE FROM ${SCHEMA}.${TABLE} WHERE expire < $1`, [Date.now()]).catch(() => undefined);
  }, FORGET_EVERY_MS);
  forgetting.unref();

  return {
    take: async (rate, key) => {
      try {
        await buckets[rate].consume(hidden(key));
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { kind: 'RateExceeded', rate, retryAfterSecs: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    },
    giveBack: async (rate, key) => {
      await buckets[rate].reward(hidden(key));
    },
    close: async () => {
      clearInterval(forgetting);
      await pool.end();
    },
  };
};
