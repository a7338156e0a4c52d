/**
 * Durable appends a second, a new stream each, closed loop. The log against single-row inserts of the same rows
 * over as many connections as there are appends in flight, and against another event store for Postgres.
 * Contenders take turns there and back (A B C C B A), so that a drifting machine favours none.
 */
import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Client, Pool } from 'pg';
import { NO_REVISION } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { openPostgresEventLog } from '#infra/eventstore/postgres/postgres-event-log.ts';
import { durablePostgres } from './durable-postgres.ts';
import { type Measure, report } from './report.ts';

const IN_FLIGHT = [32, 128] as const;
const WARM_UP_MS = 1_000;
const ROUND_MS = 4_000;
const SINGLE_ROW_MIN = 3;
const EMMETT_MIN = 8;

const message = {
  messageId: '01HQ3K6Z9Y8X7W6V5T4S3R2Q1P',
  channelId: '01HQ3K5A1B2C3D4E5F6G7H8J9K',
  home: { kind: 'guild', guildId: '01HQ3K4N5M6P7R8S9T0V1W2X3Y' },
  authorId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  kind: 'message',
  content: 'about as long as what people say to each other in a channel on an ordinary day, and then a bit',
  sentAt: '2026-11-23T03:00:00.000Z',
  replyTo: null,
};
const metadata = { actor: 'user:01ARZ3NDEKTSV4RRFFQ69G5FAV', correlation: '01HQ3K', causation: '01HQ3K' };
const DATA = JSON.stringify(message);
const METADATA = JSON.stringify(metadata);

type Contender = {
  readonly name: 'log' | 'single-row' | 'emmett';
  readonly append: (worker: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

const theLog = async (url: string): Promise<Contender> => {
  const log = await openPostgresEventLog({ connection: { connectionString: url }, writer: true });
  return {
    name: 'log',
    append: () =>
      log.append(`message-${randomUUID()}` as StreamName, NO_REVISION, [
        { eventId: randomUUID() as EventId, type: 'message.sent', schemaVersion: 1, data: DATA, metadata: METADATA },
      ]),
    close: log.close,
  };
};

const SINGLE_ROW_TABLE = `
CREATE TABLE IF NOT EXISTS single_row (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream text COLLATE "C" NOT NULL, revision integer NOT NULL, event_id uuid NOT NULL, type text COLLATE "C" NOT NULL,
  schema_version smallint NOT NULL, data json NOT NULL, metadata json NOT NULL, UNIQUE (stream, revision)
)`;

const singleRows = async (url: string, connections: number): Promise<Contender> => {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  await clients[0]?.query(SINGLE_ROW_TABLE);
  return {
    name: 'single-row',
    append: async (worker) =>
      clients[worker]?.query({
        name: 'insert',
        text: `INSERT INTO single_row (stream, revision, event_id, type, schema_version, data, metadata)
               VALUES ($1, 0, $2, 'message.sent', 1, $3, $4)`,
        values: [`message-${randomUUID()}`, randomUUID(), DATA, METADATA],
      }),
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
};

const emmett = async (url: string, connections: number): Promise<Contender> => {
  const pool = new Pool({ connectionString: url, max: connections });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    name: 'emmett',
    append: () =>
      store.appendToStream(`message-${randomUUID()}`, [{ type: 'message.sent', data: message, metadata }], {
        expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
      }),
    close: async () => {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
};

/** Appends a second over a round, after a warm-up. */
const rate = async ({ append }: Contender, inFlight: number): Promise<number> => {
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + ROUND_MS;
  let counted = 0;
  const worker = async (n: number): Promise<void> => {
    for (let now = 0; now < end; ) {
      await append(n);
      now = performance.now();
      if (now >= begin && now < end) counted++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, n) => worker(n)));
  return counted / (ROUND_MS / 1_000);
};

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const measures: Array<Measure> = [];
const postgres = await durablePostgres(Math.max(...IN_FLIGHT) + 40);
try {
  process.stdout.write('in flight  contender    appends/s  rounds\n');
  for (const inFlight of IN_FLIGHT) {
    const open = [
      () => singleRows(postgres.url, inFlight),
      () => theLog(postgres.url),
      () => emmett(postgres.url, inFlight),
    ];
    const rates: Record<Contender['name'], Array<number>> = { log: [], 'single-row': [], emmett: [] };
    for (const next of [...open, ...open.toReversed()]) {
      const contender = await next();
      rates[contender.name].push(await rate(contender, inFlight));
      await contender.close();
    }
    for (const [name, rounds] of Object.entries(rates)) {
      const each = rounds.map((round) => round.toFixed(0)).join(', ');
      process.stdout.write(
        `${String(inFlight).padStart(9)}  ${name.padEnd(11)} ${mean(rounds).toFixed(0).padStart(10)}  ${each}\n`,
      );
    }
    const of = mean(rates.log);
    measures.push(
      { name: `log, ${inFlight} in flight`, value: of, unit: 'appends/s' },
      {
        name: `log over single-row inserts, ${inFlight} in flight`,
        value: of / mean(rates['single-row']),
        unit: 'x',
        bar: { at: 'least', value: SINGLE_ROW_MIN },
      },
      {
        name: `log over emmett-postgresql, ${inFlight} in flight`,
        value: of / mean(rates.emmett),
        unit: 'x',
        bar: { at: 'least', value: EMMETT_MIN },
      },
    );
  }
} finally {
  await postgres.stop();
}
report('log', measures);
