import pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { stateHashes } from '#infra/read-models/state-hash.ts';
import type { Comparison } from '#projections/ports/sink.ts';

/** Milliseconds that the live model is held at most by a verifier that says nothing any more. */
const HOLD_MS = 10_000;

const withClient = async <A>(url: string, use: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'filament verify',
    idle_in_transaction_session_timeout: HOLD_MS,
  });
  // The next statement tells of a connection that was lost.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

/**
 * Hashes the live generation and the one beside it at one position. The live one is held still only until both
 * stand there and one snapshot sees them; hashing goes on from the snapshot while the live one moves on.
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
      if (live === undefined) throw new Error(`${model} has no live generation to compare with`);
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
