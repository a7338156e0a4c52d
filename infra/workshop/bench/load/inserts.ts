/**
 * Child process: the peer of the log. It inserts rows of the same size, one for each statement and commit, over as many
 * connections.
 */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { closedLoop } from './closed-loop.ts';

export type InsertOrders = {
  readonly url: string;
  readonly inFlight: number;
  readonly windowMs: number;
  readonly warmUpMs: number;
  readonly content: string;
};

const orders: InsertOrders = JSON.parse(process.argv[2] ?? '');
const TABLE = `
CREATE TABLE IF NOT EXISTS single_row (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream text COLLATE "C" NOT NULL, revision integer NOT NULL, event_id uuid NOT NULL, type text COLLATE "C" NOT NULL,
  schema_version smallint NOT NULL, data json NOT NULL, metadata json NOT NULL, UNIQUE (stream, revision)
)`;
const DATA = JSON.stringify({
  messageId: '01HQ3K6Z9Y8X7W6V5T4S3R2Q1P',
  channelId: '01HQ3K5A1B2C3D4E5F6G7H8J9K',
  home: { kind: 'guild', guildId: '01HQ3K4N5M6P7R8S9T0V1W2X3Y' },
  authorId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  kind: 'message',
  content: orders.content,
  sentAt: '2026-11-23T03:00:00.000Z',
  replyTo: null,
});
const METADATA = JSON.stringify({
  actor: 'user:01ARZ3NDEKTSV4RRFFQ69G5FAV',
  correlation: '01HQ3K',
  causation: '01HQ3K',
});

const clients = await Promise.all(
  Array.from({ length: orders.inFlight }, async () => {
    const client = new Client({ connectionString: orders.url });
    await client.connect();
    return client;
  }),
);
await clients[0]?.query(TABLE);
const before = process.cpuUsage();
const measured = await closedLoop(orders.inFlight, orders.windowMs, orders.warmUpMs, async (worker) => {
  await clients[worker]?.query({
    name: 'insert',
    text: `INSERT INTO single_row (stream, revision, event_id, type, schema_version, data, metadata)
           VALUES ($1, 0, $2, 'message.sent', 1, $3, $4)`,
    values: [`message-${randomUUID()}`, randomUUID(), DATA, METADATA],
  });
});
const spent = process.cpuUsage(before);
await Promise.all(clients.map((client) => client.end()));
process.stdout.write(JSON.stringify({ ...measured, cpuSecs: (spent.user + spent.system) / 1_000_000 }));
