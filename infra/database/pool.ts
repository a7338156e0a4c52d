import { createPool, type DatabasePool, type Interceptor, type QueryResultRow } from 'slonik';
import { answeringDriver } from './answering-driver.ts';

/** What a pool is for decides how long a statement may take. Milliseconds. */
type Use = {
  readonly name: string;
  readonly connections: number;
  readonly statementMs: number;
  readonly settings: string;
};

/**
 * A query that takes longer is cancelled: its asker has gone, and others wait. Questions are few and named, and
 * each has one good plan whatever its values: planning it anew would take longer than answering it.
 */
const QUERIES: Use = {
  name: 'queries',
  connections: 8,
  statementMs: 5_000,
  settings: '-c plan_cache_mode=force_generic_plan -c default_transaction_read_only=on',
};
/** A removed channel's messages go in one statement, and a rebuild hashes whole tables. */
const PROJECTIONS: Use = { name: 'projections', connections: 8, statementMs: 60_000, settings: '' };
const LOCK_MS = 2_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
const CONNECT_MS = 5_000;
/** Longer than a statement may take, a database says nothing only when it is lost. */
const LATE_MS = 5_000;
const PART_WITHIN_MS = 1_000;

/** Every row is decoded before anybody sees it: a table that is not what the code believes is an error, not a guess. */
const decodeRows: Interceptor = {
  name: 'decode rows',
  transformRow: ({ resultParser }, _query, row) => {
    if (resultParser === undefined) return row;
    const decoded = resultParser['~standard'].validate(row);
    if (decoded instanceof Promise) throw new Error('a row is decoded at once');
    if (decoded.issues !== undefined) {
      const said = decoded.issues.map(({ message }) => message).join('; ');
      // slonik's own error would carry the row, and rows hold what people wrote.
      throw new Error(`a row is not what the code believes: ${said}`);
    }
    return decoded.value as QueryResultRow;
  },
};

const withSettings = (url: string, { settings }: Use): string => {
  const set = new URL(url);
  set.searchParams.set('options', `-c lock_timeout=${LOCK_MS} -c timezone=UTC ${settings}`);
  return set.href;
};

const openPool = async (url: string, use: Use, answerWithinMs = use.statementMs + LATE_MS): Promise<DatabasePool> => {
  const pool = await createPool(withSettings(url, use), {
    poolName: use.name,
    maxPoolSize: use.connections,
    connectionTimeout: CONNECT_MS,
    gracefulTerminationTimeout: PART_WITHIN_MS,
    statementTimeout: use.statementMs,
    idleInTransactionSessionTimeout: IDLE_IN_TRANSACTION_MS,
    // What fails is retried by those who know whether it may be: a transaction's body never runs twice unasked.
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    // Sessions carry no state from one use to the next, so nothing needs a round trip to be discarded.
    resetConnection: async () => undefined,
    interceptors: [decodeRows],
    driverFactory: answeringDriver(answerWithinMs),
    typeParsers: [
      { name: 'int8', parse: BigInt },
      { name: 'timestamptz', parse: (text) => new Date(text).toISOString() },
    ],
  });
  // Whoever asked hears of the failure; the pool tells of it a second time.
  pool.on('error', () => undefined);
  return pool;
};

/** Questions and projections never wait for each other's connections. */
export const openQueryPool = (url: string, answerWithinMs?: number): Promise<DatabasePool> =>
  openPool(url, QUERIES, answerWithinMs);
export const openProjectionPool = (url: string, answerWithinMs?: number): Promise<DatabasePool> =>
  openPool(url, PROJECTIONS, answerWithinMs);
