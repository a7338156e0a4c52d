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
import { type EventLog, LogUnavailable, type Written } from '../event-log.ts';
import type { QueueBounds } from './append-queue.ts';
import { StreamHeads } from './heads.ts';
import { type Lease, type LeaseTerms, takeLease, WriterTaken } from './lease.ts';
import { listenForAppends } from './listener.ts';
import { logExists } from './migrate.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

export type PostgresEventLogOptions = {
  readonly connection: ClientConfig;
  /** False for processes that only look, such as most of the CLI: they take no lock and append nothing. */
  readonly writer: boolean;
  readonly readConnections?: number;
  readonly queue?: Partial<QueueBounds>;
  readonly appendWithinMs?: number;
  /** Milliseconds after which a silent database counts as lost. */
  readonly answerWithinMs?: number;
  /** How long opening waits for the session of a writer that was just killed to end. */
  readonly takeoverWithinMs?: number;
  /** Streams whose heads are remembered. */
  readonly heads?: number;
  readonly partitionEvents?: number;
  /** For throw-away databases of tests: accept one that may lose acknowledged events at a power cut. */
  readonly dangerouslyAcceptVolatile?: boolean;
};

export type PostgresEventLog = EventLog & {
  /** Whether appends are being written now; a process that is not ready should not be sent commands. */
  readonly writable: () => boolean;
};

const READ_CONNECTIONS = 4;
const ANSWER_WITHIN_MS = 4_000;
const TAKEOVER_WITHIN_MS = 3_000;
const TAKEOVER_EVERY_MS = 50;
const HEADS = 100_000;
const PARTITION_EVENTS = 16 * 1_024 * 1_024;

/** A killed writer's session outlives it by a moment; a living one's does not end, and then we refuse. */
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
    throw new LogUnavailable(`the event log's database is away: ${error instanceof Error ? error.message : error}`);
  });
  if (!there) throw new LogUnavailable('there is no event log in this database yet');
};

/**
 * The reference log. @throws WriterTaken when another process writes it, LogUnavailable when the database is
 * away or would lose acknowledged events.
 */
export const openPostgresEventLog = async (options: PostgresEventLogOptions): Promise<PostgresEventLog> => {
  const answerWithinMs = options.answerWithinMs ?? ANSWER_WITHIN_MS;
  const listeners = new Set<(written?: Written) => void>();
  const tell = (written?: Written): void => {
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
  // A batch must find every head it has just learned.
  const heads = new StreamHeads(Math.max(options.heads ?? HEADS, 2 * queue.batchEvents));
  const appendWithinMs = options.appendWithinMs ?? LOG_APPEND_WAIT_MAX_MS;
  const writer =
    lease === undefined ? undefined : new Writer(lease, { ...terms, queue, appendWithinMs }, heads, reader, tell);
  const stopListening = writer === undefined ? listenForAppends(options.connection, () => tell()) : undefined;

  const head = async (): Promise<Position> => (writer?.writable === true ? writer.head : reader.head());

  return {
    append: (stream, expected, events) =>
      writer === undefined
        ? Promise.reject(new LogUnavailable('this process opened the log for reading only'))
        : writer.append(stream, expected, events),
    readStream: async (stream, after) => {
      // Only a writer that holds the log knows heads; a lease that was lost may have had a successor.
      if (writer?.writable === true && heads.get(stream) === after) return { events: [], head: after };
      const remember = writer?.writable === true ? heads.beginRead(stream) : undefined;
      const slice = await reader.streamAfter(stream, after);
      remember?.(slice.head);
      return slice;
    },
    readAll: (after, limit) => reader.allAfter(after, limit),
    // Dense positions: the difference is the number.
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
