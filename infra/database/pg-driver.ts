import { createDriverFactory } from '@slonik/driver';
import pg from 'pg';
import { BackendTerminatedError } from 'slonik';

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

/** SQLSTATE of a connection that an administrator or a shutdown of Postgres has ended. */
const TERMINATED = '57P01';
/** Tells slonik of a connection that is over, so that the rest of a transaction is not sent on it. */
const wrapped = (error: unknown): unknown =>
  error instanceof Error &&
  (('code' in error && error.code === TERMINATED) || error.message.startsWith('Connection terminated'))
    ? new BackendTerminatedError(error)
    : error;

const milliseconds = (limit: number | 'DISABLE_TIMEOUT'): number => (limit === 'DISABLE_TIMEOUT' ? 0 : limit);

/**
 * Connects slonik to Postgres through `pg`. slonik's own driver asks for the numbers of types on a connection without an error listener, and a
 * cut at that moment would end the process.
 */
export const pgDriver = createDriverFactory(async ({ driverConfiguration: given }) => ({
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
