import type { Client, ClientConfig } from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { SchemaUnfit } from '#infra/database/migrations.ts';
import { aborted, MISSED_SOON, openConnection } from '#infra/database/own-connection.ts';
import { LogUnavailable } from '../event-log.ts';
import { assertDurable } from './durability.ts';
import { migrateLog, prepareWriterRole, WRITER_ROLE } from './migrate.ts';
import { BY_INDEX } from './rows.ts';

/**
 * Advisory lock that the writer's database session holds, so it ends with the session. One database has one log, and
 * one log has one writer.
 */
const WRITER_LOCK = [1_179_208_001, 1] as const;

export type LeaseTerms = {
  readonly connection: ClientConfig;
  /** Events in one partition. It takes effect when the log is created. */
  readonly partitionEvents: number;
  readonly dangerouslyAcceptVolatile: boolean;
  /** Milliseconds after which a silent database counts as lost. */
  readonly answerWithinMs: number;
};

/** The right to append. It lasts while its connection lives and its epoch stands in the database. */
export type Lease = {
  readonly client: Client;
  readonly epoch: string;
  readonly head: Position;
  readonly partitionEvents: bigint;
  /** Number of partitions made so far. They hold the positions below `partitions * partitionEvents`. */
  readonly partitions: bigint;
  readonly lost: () => boolean;
  /** Releases the log and closes the connection at once. */
  readonly drop: () => Promise<void>;
};

/** Another process holds the log. It may end, so opening may be tried again later. */
export class WriterTaken extends LogUnavailable {}

const settle = async (client: Client, terms: LeaseTerms): Promise<Omit<Lease, 'client' | 'lost' | 'drop'>> => {
  const { rows: locks } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
    ...WRITER_LOCK,
  ]);
  if (locks[0]?.taken !== true)
    throw new WriterTaken(
      'another Filament process is writing to the event log of this database, and only one may: stop it first',
    );
  await migrateLog(client, terms.partitionEvents);
  if (!terms.dangerouslyAcceptVolatile) await assertDurable(client);
  const mayPlayRole = await prepareWriterRole(client);
  // The new epoch is committed before the head is read. A batch of an older epoch is therefore either below this head,
  // or finds the new epoch and adds nothing.
  const { rows } = await client.query<{ epoch: string; partition_events: string; partitions: number }>(
    'UPDATE log.writer SET epoch = epoch + 1 RETURNING epoch, partition_events, partitions',
  );
  const writer = rows[0];
  if (writer === undefined) throw new LogUnavailable('the table log.writer is empty: restore it from a backup');
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

/** Signal of the first lease, which no caller can abort. */
const NEVER = new AbortController().signal;

/**
 * Takes the right to append.
 * @throws WriterTaken while another process holds the log, LogUnavailable when the database is away or unfit or when
 * the signal aborts, SchemaUnfit when a newer program made the schema.
 */
export const takeLease = async (terms: LeaseTerms, signal: AbortSignal = NEVER): Promise<Lease> => {
  let drop: Lease['drop'] = async () => undefined;
  try {
    const { client, over, part } = await openConnection(
      {
        ...terms.connection,
        application_name: 'filament log writer',
        // A writer lost to a power cut or a network fault must not keep its successor out for long.
        options: `${BY_INDEX} ${MISSED_SOON}`,
        connectionTimeoutMillis: terms.answerWithinMs,
        statement_timeout: terms.answerWithinMs,
        // The client waits longer than the server does, so a statement that the server cancelled is known to be undone.
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
    const why = error instanceof Error ? error.message : error;
    throw new LogUnavailable(`the event log's database is away: ${why}`, { cause: error });
  }
};
