/** Reads the log of a running server, so that tests can compare it with the frames that clients received. */
import pg from 'pg';

export type LogLine = { readonly position: bigint; readonly stream: string; readonly type: string };

export const logOrder = async (databaseUrl: string): Promise<ReadonlyArray<LogLine>> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ position: string; stream: string; type: string }>(
      'SELECT position, stream, type FROM log.events ORDER BY position',
    );
    return rows.map(({ position, stream, type }) => ({ position: BigInt(position), stream, type }));
  } finally {
    await client.end();
  }
};
