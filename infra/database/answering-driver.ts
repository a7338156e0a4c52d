import { createDriverFactory } from '@slonik/driver';
import pg from 'pg';
import { BackendTerminatedError, type DriverFactory } from 'slonik';

/** Message of `pg` for the same fault. */
const NO_ANSWER = 'Query read timeout';

const within = async <A>(ms: number, work: Promise<A>, late: () => void): Promise<A> => {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late();
    reject(new Error(NO_ANSWER));
  }, ms);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

type ReadText = (text: string) => unknown;
const readInstant: ReadText = (text) => new Date(text).toISOString();
/** Types that are read without loss, by the numbers that Postgres gives them and their arrays in every database. */
const LOSSLESS: ReadonlyArray<readonly [type: number, array: number, read: ReadText]> = [
  [20, 1016, BigInt],
  [1184, 1185, readInstant],
];
/** Number of `text[]`. Its parser finds the elements of any array. */
const TEXT_ARRAY: number = 1009;

const losslessTypes = (): pg.CustomTypesConfig => {
  const types = new pg.TypeOverrides();
  const texts = pg.types.getTypeParser(TEXT_ARRAY, 'text');
  for (const [type, array, read] of LOSSLESS) {
    types.setTypeParser(type, read);
    types.setTypeParser(array, (text: string) =>
      texts(text).map((one: string | null) => (one === null ? null : read(one))),
    );
  }
  return types;
};

const TERMINATED = '57P01';
/** Tells slonik of a connection that is over, so that the rest of a transaction is not sent on it. */
const wrapped = (error: unknown): unknown =>
  error instanceof Error &&
  (('code' in error && error.code === TERMINATED) || error.message.startsWith('Connection terminated'))
    ? new BackendTerminatedError(error)
    : error;

const milliseconds = (limit: number | 'DISABLE_TIMEOUT'): number => (limit === 'DISABLE_TIMEOUT' ? 0 : limit);

/**
 * The driver of `pg`. slonik's own one asks for the numbers of types on a connection without an error listener, and a
 * cut at that moment would end the process.
 */
const pgDriver = createDriverFactory(async ({ driverConfiguration: given }) => ({
  createPoolClient: async ({ clientEventEmitter }) => {
    const client = new pg.Client({
      connectionString: given.connectionUri,
      connectionTimeoutMillis: milliseconds(given.connectionTimeout),
      statement_timeout: milliseconds(given.statementTimeout),
      idle_in_transaction_session_timeout: milliseconds(given.idleInTransactionSessionTimeout),
      types: losslessTypes(),
    });
    // The listener stays for ever, because an error may come after the end.
    client.on('error', (error) => clientEventEmitter.emit('error', error));
    client.on('notice', ({ message = '' }) => clientEventEmitter.emit('notice', { message }));
    return {
      connect: async () => {
        await client.connect();
      },
      end: () => client.end(),
      query: async (text, values, options) => {
        const name = options?.name;
        const query = { text, values: values ?? [], queryMode: 'extended', ...(name === undefined ? {} : { name }) };
        const { command, fields, rowCount, rows } = await client.query(query).catch((error: unknown) => {
          throw wrapped(error);
        });
        return {
          command: command as 'SELECT',
          fields: fields.map((field) => ({ name: field.name, dataTypeId: field.dataTypeID })),
          rowCount,
          rows,
        };
      },
      stream: () => {
        throw new Error('no statement of ours is streamed');
      },
    };
  },
}));

/**
 * The driver of slonik, for a database that may fall silent. A silent database cancels no statement, and the network
 * would report it only after a quarter of an hour. A connection without an answer is closed and replaced.
 */
export const answeringDriver =
  (withinMs: number): DriverFactory =>
  async (given) => {
    const driver = await pgDriver(given);
    return {
      createClient: async () => {
        const client = await driver.createClient();
        let silent = false;
        const giveUp = (): void => {
          silent = true;
          client.destroy().catch(() => undefined);
        };
        return {
          ...client,
          query: async (...asked) => {
            // A transaction would roll back on this connection.
            if (silent) throw new Error(NO_ANSWER);
            return within(withinMs, client.query(...asked), giveUp);
          },
        };
      },
    };
  };
