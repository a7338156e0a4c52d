import type { Client, ClientConfig } from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { SchemaUnfit } from '#infra/database/migrations.ts';
import { aborted, MISSED_SOON, openConnection } from '#infra/database/own-connection.ts';
import { LogUnavailable } from '../event-log.ts';
import { assertDurable } from './durability.ts';
import { migrateLog, prepareWriterRole, WRITER_ROLE } from './migrate.ts';
import { BY_INDEX } from './rows.ts';

/** Held by a writer's own session, so it ends with the session. One log a database, one writer a log. */
const WRITER_LOCK = [1_179_208_001, 1] as const;

export type LeaseTerms = {
  readonly connection: ClientConfig;
  /** Events in one partition; counts when the log is made. */
  readonly partitionEvents: number;
  readonly dangerouslyAcceptVolatile: boolean;
  /** Milliseconds after which a silent database counts as lost. */
  readonly answerWithinMs: number;
};

/** The right to write, for as long as its connection lives and its epoch stands in the database. */
export type Lease = {
  readonly client: Client;
  readonly epoch: string;
  readonly head: Position;
  readonly partitionEvents: bigint;
  /** Partitions made so far; they hold positions below `partitions * partitionEvents`. */
  readonly partitions: bigint;
  readonly lost: () => boolean;
  /** Lets go of the log, and of the connection, at once. */
  readonly drop: () => Promise<void>;
};

/** Another process holds the log. It may end, so trying again makes sense; writing does not. */
export class WriterTaken extends LogUnavailable {}

const settle = async (client: Client, terms: LeaseTerms): Promise<Omit<Lease, 'client' | 'lost' | 'drop'>> => {
  const { rows: locks } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
    ...WRITER_LOCK,
  ]);
  if (locks[0]?.taken !== true)
    throw new WriterTaken(
      'another Filament process is writing to the event log of this database; only one may, so this one does not',
    );
  await migrateLog(client, terms.partitionEvents);
  if (!terms.dangerouslyAcceptVolatile) await assertDurable(client);
  const mayPlayRole = await prepareWriterRole(client);
  // The new epoch is committed before the head is read: a batch of an older epoch either stands below
  // this head or finds the new epoch and adds nothing.
  const { rows } = await client.query<{ epoch: string; partition_events: string; partitions: number }>(
    'UPDATE log.writer SET epoch = epoch + 1 RETURNING epoch, partition_events, partitions',
  );
  const writer = rows[0];
  if (writer === undefined) throw new LogUnavailable('the log has lost its row of writers');
  const { rows: heads } = await client.query<{ position: string }>(
    'SELECT position FROM log.events ORDER BY position DESC LIMIT 1',
  );
  if (mayPlayRole) await client.query(`SET ROLE ${WRITER_ROLE}`);
  return {
    epoch: writer.epoch,
    head: BigInt(heads[0]?.position ?? 0),
    partitionEvents: BigInt(writer.partition_events),
    partitions: BigInt(writer.partitions),
  };
};

/** The first lease is waited for by nobody who could change their mind. */
const NEVER = new AbortController().signal;

/**
 * @throws WriterTaken while another holds the log, LogUnavailable when the database is unfit or away, or the signal
 * aborts, SchemaUnfit when it is of another program.
 */
export const takeLease = async (terms: LeaseTerms, signal: AbortSignal = NEVER): Promise<Lease> => {
  let drop: Lease['drop'] = async () => undefined;
  try {
    const { client, over, part } = await openConnection(
      {
        ...terms.connection,
        application_name: 'filament log writer',
        // A writer that the network or a power cut swallowed must not keep its successor out.
        options: `${BY_INDEX} ${MISSED_SOON}`,
        connectionTimeoutMillis: terms.answerWithinMs,
        statement_timeout: terms.answerWithinMs,
        // Later than the server's own, so that a slow statement is known to be undone.
        query_timeout: 2 * terms.answerWithinMs,
      },
      signal,
    );
    drop = part;
    const settled = settle(client, terms);
    await Promise.race([settled, aborted(over)]);
    over.throwIfAborted();
    return { client, ...(await settled), lost: () => over.aborted, drop };
  } catch (error) {
    await drop();
    if (error instanceof LogUnavailable || error instanceof SchemaUnfit) throw error;
    throw new LogUnavailable(`the event log's database is away: ${error}`);
  }
};
