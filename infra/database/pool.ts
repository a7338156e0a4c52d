import { createPool, type DatabasePool, type Interceptor, type QueryResultRow } from 'slonik';
import { answeringDriver } from './answering-driver.ts';

/** Use of a pool. It decides how long a statement may take, in milliseconds. */
type Use = {
  readonly name: string;
  readonly connections: number;
  readonly statementMs: number;
  readonly settings: string;
};

/**
 * Use by queries. A slow query is cancelled, because its caller is gone and others wait. Each statement is named and
 * has one good plan, and planning it again would take longer than running it.
 */
const QUERIES: Use = {
  name: 'queries',
  connections: 8,
  statementMs: 5_000,
  settings: '-c plan_cache_mode=force_generic_plan -c default_transaction_read_only=on',
};
/** Use by projections. They delete the messages of a channel in one statement, and hash whole tables. */
const PROJECTIONS: Use = { name: 'projections', connections: 8, statementMs: 60_000, settings: '' };
const LOCK_MS = 2_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
const CONNECT_MS = 5_000;
/** Milliseconds beyond the limit of a statement. A database that is silent for longer is lost. */
const LATE_MS = 5_000;
const PART_WITHIN_MS = 1_000;

/** Decodes every row. A table that the code does not expect is an error, not a guess. */
const decodeRows: Interceptor = {
  name: 'decode rows',
  transformRow: ({ resultParser }, _query, row) => {
    if (resultParser === undefined) return row;
    const decoded = resultParser['~standard'].validate(row);
    if (decoded instanceof Promise) throw new Error('a row parser must be synchronous');
    if (decoded.issues !== undefined) {
      const said = decoded.issues.map(({ message }) => message).join('; ');
      // The error of slonik would hold the row, and rows hold text of people.
      throw new Error(`a row does not have the expected shape: ${said}`);
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
    // The caller retries, because it knows whether that is safe. The body of a transaction never runs twice by itself.
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    // A session keeps no state from one use to the next, so a reset would waste a round trip.
    resetConnection: async () => undefined,
    interceptors: [decodeRows],
    driverFactory: answeringDriver(answerWithinMs),
    // The driver reads every type, without asking the database for their numbers.
    typeParsers: [],
  });
  // The caller of a failed query hears of the failure. The pool reports it a second time.
  pool.on('error', () => undefined);
  return pool;
};

/** Opens the pool of queries. Queries and projections have separate pools, so neither waits for the other. */
export const openQueryPool = (url: string, answerWithinMs?: number): Promise<DatabasePool> =>
  openPool(url, QUERIES, answerWithinMs);
export const openProjectionPool = (url: string, answerWithinMs?: number): Promise<DatabasePool> =>
  openPool(url, PROJECTIONS, answerWithinMs);
