/**
 * Child process: the floor under every message over HTTP.
 * Node's own server reads a body, parses it, appends one event to the log, and answers once that is durable. It checks
 * no token, limit or permission, decides and seals nothing, and projects nothing. The rest of a message's cost is the
 * product's work.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NO_REVISION } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { openPostgresEventLog } from '#infra/log/postgres/postgres-event-log.ts';

export type BareDoorOrders = { readonly url: string };

const orders: BareDoorOrders = JSON.parse(process.argv[2] ?? '');
const log = await openPostgresEventLog({ connection: { connectionString: orders.url }, writer: true });
const METADATA = JSON.stringify({ actor: 'operator:bench', correlation: 'bench', causation: 'bench' });

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', async () => {
    const data = JSON.stringify({ said: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    const event = { eventId: randomUUID() as EventId, type: 'bench.said', schemaVersion: 1, data, metadata: METADATA };
    await log.append(`bench-${event.eventId}` as StreamName, NO_REVISION, [event]);
    res.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': data.length }).end(data);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', async () => {
  server.closeAllConnections();
  server.close();
  await log.close();
});
