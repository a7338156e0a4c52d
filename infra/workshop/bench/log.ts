/**
 * Measures durable appends a second, each to a new stream, in a closed loop. The peers are single-row inserts of the
 * same rows over as many connections as appends in flight, and another event store for Postgres.
 * The contenders run in the order A B C C B A, so that a drift of the machine favours none.
 */
import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Client, Pool } from 'pg';
import { NO_REVISION } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { openPostgresEventLog } from '#infra/log/postgres/postgres-event-log.ts';
import { durablePostgres } from '#infra/workshop/testkit/durable-postgres.ts';
import { familyCpuMs } from './load/cpu-time.ts';
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

/** Appends a second after a warm-up, and the CPU time of driver and database for one append in microseconds. */
type Round = { readonly rate: number; readonly cpuUs: number | undefined };

const cpuMs = async (): Promise<number | undefined> => {
  const ofPostgres = await familyCpuMs(postgres.pid);
  const { user, system } = process.cpuUsage();
  return ofPostgres === undefined ? undefined : ofPostgres + (user + system) / 1_000;
};

const race = async ({ append }: Contender, inFlight: number): Promise<Round> => {
  const before = await cpuMs();
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + ROUND_MS;
  let counted = 0;
  let all = 0;
  const worker = async (n: number): Promise<void> => {
    for (let now = 0; now < end; ) {
      await append(n);
      all++;
      now = performance.now();
      if (now >= begin && now < end) counted++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, n) => worker(n)));
  const after = await cpuMs();
  const cpuUs = before === undefined || after === undefined ? undefined : ((after - before) * 1_000) / all;
  return { rate: counted / (ROUND_MS / 1_000), cpuUs };
};

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const measures: Array<Measure> = [];
const postgres = await durablePostgres(Math.max(...IN_FLIGHT) + 40);
try {
  process.stdout.write('in flight  contender    appends/s  CPU us each  rounds\n');
  for (const inFlight of IN_FLIGHT) {
    const open = [
      () => singleRows(postgres.url, inFlight),
      () => theLog(postgres.url),
      () => emmett(postgres.url, inFlight),
    ];
    const rounds: Record<Contender['name'], Array<Round>> = { log: [], 'single-row': [], emmett: [] };
    for (const next of [...open, ...open.toReversed()]) {
      const contender = await next();
      rounds[contender.name].push(await race(contender, inFlight));
      await contender.close();
    }
    const rateOf = (name: Contender['name']): number => mean(rounds[name].map(({ rate }) => rate));
    const cpuOf = (name: Contender['name']): number => mean(rounds[name].flatMap(({ cpuUs }) => cpuUs ?? []));
    for (const name of ['log', 'single-row', 'emmett'] as const) {
      const columns = [
        String(inFlight).padStart(9),
        name.padEnd(11),
        rateOf(name).toFixed(0).padStart(10),
        cpuOf(name).toFixed(0).padStart(12),
        rounds[name].map(({ rate }) => rate.toFixed(0)).join(', '),
      ];
      process.stdout.write(`${columns.join('  ')}\n`);
    }
    const over = (peer: 'single-row' | 'emmett', least: number): ReadonlyArray<Measure> => [
      {
        name: `log over ${peer}, ${inFlight} in flight`,
        value: rateOf('log') / rateOf(peer),
        unit: 'x',
        bar: { at: 'least', value: least },
      },
      { name: `CPU of ${peer} over the log's, ${inFlight} in flight`, value: cpuOf(peer) / cpuOf('log'), unit: 'x' },
    ];
    measures.push(
      { name: `log, ${inFlight} in flight`, value: rateOf('log'), unit: 'appends/s' },
      ...over('single-row', SINGLE_ROW_MIN),
      ...over('emmett', EMMETT_MIN),
    );
  }
} finally {
  await postgres.stop();
}
report(
  'log',
  measures.filter(({ value }) => Number.isFinite(value)),
);
