import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { SchemaUnfit } from '#infra/database/migrations.ts';
import { onOwnConnection } from '#infra/database/own-connection.ts';
import {
  LOG_APPEND_WAIT_MAX_MS,
  LOG_BATCH_BYTES_MAX,
  LOG_BATCH_EVENTS_MAX,
  LOG_QUEUE_APPENDS_MAX,
  LOG_QUEUE_BYTES_MAX,
} from '#infra/log/limits.ts';
import { type EventLog, LogUnavailable, type WrittenBatch } from '../event-log.ts';
import type { QueueLimits } from './append-queue.ts';
import { StreamHeads } from './heads.ts';
import { type Lease, type LeaseTerms, takeLease, WriterTaken } from './lease.ts';
import { listenForAppends } from './listener.ts';
import { logExists } from './migrate.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

export type PostgresEventLogOptions = {
  readonly connection: ClientConfig;
  /** False for a process that only reads, such as most CLI commands. It takes no lock and appends nothing. */
  readonly writer: boolean;
  readonly readConnections?: number;
  readonly queue?: Partial<QueueLimits>;
  readonly appendWithinMs?: number;
  /** Milliseconds after which a silent database counts as lost. */
  readonly answerWithinMs?: number;
  /** Milliseconds that opening waits for the database session of a killed writer to end. */
  readonly takeoverWithinMs?: number;
  /** Number of streams whose heads are remembered. */
  readonly heads?: number;
  readonly partitionEvents?: number;
  /** Accepts a database that may lose acknowledged events at a power cut. Only for throw-away databases of tests. */
  readonly dangerouslyAcceptVolatile?: boolean;
};

export type PostgresEventLog = EventLog & {
  /** Tells whether an append would be tried now. A process that is not writable should receive no commands. */
  readonly writable: () => boolean;
};

const READ_CONNECTIONS = 4;
const ANSWER_WITHIN_MS = 4_000;
const TAKEOVER_WITHIN_MS = 3_000;
const TAKEOVER_EVERY_MS = 50;
const HEADS = 100_000;
const PARTITION_EVENTS = 16 * 1_024 * 1_024;

/**
 * Takes the lease and waits for a writer that was just killed. The session of a killed writer ends soon. The session of
 * a living one does not, and then the lease is refused.
 */
const takeLeasePatiently = async (terms: LeaseTerms, withinMs: number): Promise<Lease> => {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await takeLease(terms);
    } catch (error) {
      if (!(error instanceof WriterTaken) || performance.now() > until) throw error;
      await sleep(TAKEOVER_EVERY_MS);
    }
  }
};

const assertLogExists = async (connection: ClientConfig, answerWithinMs: number): Promise<void> => {
  const terms = { ...connection, connectionTimeoutMillis: answerWithinMs, query_timeout: answerWithinMs };
  const there = await onOwnConnection(terms, new AbortController().signal, logExists).catch((error: unknown) => {
    if (error instanceof SchemaUnfit) throw error;
    const why = error instanceof Error ? error.message : error;
    throw new LogUnavailable(`the event log's database is away: ${why}`, { cause: error });
  });
  if (!there) throw new LogUnavailable('this database holds no event log yet: start the server once to create it');
};

/**
 * Opens the log in Postgres, the reference adapter.
 * @throws WriterTaken while another process writes it, LogUnavailable when the database is away or would lose
 * acknowledged events.
 */
export const openPostgresEventLog = async (options: PostgresEventLogOptions): Promise<PostgresEventLog> => {
  const answerWithinMs = options.answerWithinMs ?? ANSWER_WITHIN_MS;
  const listeners = new Set<(written?: WrittenBatch) => void>();
  const tell = (written?: WrittenBatch): void => {
    for (const listener of listeners) listener(written);
  };
  const terms = {
    connection: options.connection,
    partitionEvents: options.partitionEvents ?? PARTITION_EVENTS,
    dangerouslyAcceptVolatile: options.dangerouslyAcceptVolatile ?? false,
    answerWithinMs,
  };
  const lease = options.writer
    ? await takeLeasePatiently(terms, options.takeoverWithinMs ?? TAKEOVER_WITHIN_MS)
    : await assertLogExists(options.connection, answerWithinMs);
  const reader = new Reader(options.connection, options.readConnections ?? READ_CONNECTIONS, answerWithinMs);
  const queue = {
    appends: LOG_QUEUE_APPENDS_MAX,
    bytes: LOG_QUEUE_BYTES_MAX,
    batchEvents: LOG_BATCH_EVENTS_MAX,
    batchBytes: LOG_BATCH_BYTES_MAX,
    ...options.queue,
  };
  // One batch must be able to keep every head that it has just learned.
  const heads = new StreamHeads(Math.max(options.heads ?? HEADS, 2 * queue.batchEvents));
  const appendWithinMs = options.appendWithinMs ?? LOG_APPEND_WAIT_MAX_MS;
  const writer =
    lease === undefined ? undefined : new Writer(lease, { ...terms, queue, appendWithinMs }, heads, reader, tell);
  const stopListening = writer === undefined ? listenForAppends(options.connection, () => tell()) : undefined;

  const head = async (): Promise<Position> => (writer?.writable === true ? writer.head : reader.head());

  return {
    append: (stream, expected, events) =>
      writer === undefined
        ? Promise.reject(new LogUnavailable('this process opened the log for reading only and cannot append'))
        : writer.append(stream, expected, events),
    readStream: async (stream, after) => {
      // Heads are known only while the writer holds the log, because a successor may have appended after a lost lease.
      if (writer?.writable === true && heads.get(stream) === after) return { events: [], head: after };
      const remember = writer?.writable === true ? heads.beginRead(stream) : undefined;
      const slice = await reader.streamAfter(stream, after);
      remember?.(slice.head);
      return slice;
    },
    readAll: (after, limit, known) => reader.allAfter(after, limit, known),
    eventAt: (position) => reader.eventAt(position),
    // Positions are dense here, so a difference of positions is a number of events.
    countAfter: async (after, atMost) => Math.min(Math.max(0, Number((await head()) - after)), atMost),
    head,
    onAppended: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    writable: () => writer?.writable === true,
    close: async () => {
      await writer?.close();
      await stopListening?.();
      await reader.close();
    },
  };
};
