import pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { stateHashes } from '#infra/read-models/state-hash.ts';
import { type Comparison, NotComparable } from '#projections/ports/sink.ts';

/** Milliseconds after which Postgres ends a silent verifier, which blocks the active generation. */
const HOLD_MS = 10_000;

const withClient = async <A>(url: string, use: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'filament verify',
    idle_in_transaction_session_timeout: HOLD_MS,
  });
  // The next statement fails when the connection was lost.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

/**
 * Hashes the active generation and the one beside it at one position. The active one is blocked only until one snapshot
 * sees both at that position. Hashing reads from the snapshot while the active one moves on.
 */
export const compareAtOnePosition = (
  url: string,
  model: string,
  beside: string,
  bringTo: (live: Position) => Promise<void>,
): Promise<Comparison> =>
  withClient(url, (snapshot) =>
    withClient(url, async (hold) => {
      await hold.query('BEGIN');
      const active = await hold.query<{ schema: string; position: string }>(
        `SELECT schema, position FROM projections.generation WHERE model = $1 AND status = 'active' FOR UPDATE`,
        [model],
      );
      const [live] = active.rows;
      if (live === undefined) throw new NotComparable(`${model} is not built: rebuild it first`);
      const position = BigInt(live.position);
      await bringTo(position);
      await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await snapshot.query('SELECT 1');
      await hold.query('ROLLBACK');
      return {
        position,
        live: await stateHashes(snapshot, live.schema),
        rebuilt: await stateHashes(snapshot, beside),
      };
    }),
  );
