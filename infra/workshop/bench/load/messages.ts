/**
 * Child process: sends messages over HTTP from many users, each with a token and an idempotency key. It takes its
 * orders as JSON on the command line and answers with JSON.
 */
import { monotonicFactory } from 'ulid';
import { closedLoop } from './closed-loop.ts';
import { httpConnection } from './http-connection.ts';

export type MessageOrders = {
  readonly port: number;
  readonly inFlight: number;
  readonly windowMs: number;
  readonly warmUpMs: number;
  readonly tokens: ReadonlyArray<string>;
  readonly paths: ReadonlyArray<string>;
  readonly content: string;
};

const orders: MessageOrders = JSON.parse(process.argv[2] ?? '');
const body = JSON.stringify({ content: orders.content });
const pick = <A>(from: ReadonlyArray<A>, at: number): A => from[at % from.length] as A;
const headOf = (worker: number): string =>
  [
    `POST ${pick(orders.paths, worker)} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${pick(orders.tokens, worker)}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Idempotency-Key: ',
  ].join('\r\n');

/** Keys with cheap randomness, because the library's own randomness costs more than sending the message. */
const key = monotonicFactory(Math.random);
const connections = await Promise.all(Array.from({ length: orders.inFlight }, () => httpConnection(orders.port)));
const heads = connections.map((_, worker) => headOf(worker));
const before = process.cpuUsage();
const measured = await closedLoop(orders.inFlight, orders.windowMs, orders.warmUpMs, async (worker) => {
  const status = await pick(connections, worker).ask(`${heads[worker]}${key()}\r\n\r\n${body}`);
  if (status !== 201) throw new Error(`a message was answered with ${status}`);
});
const spent = process.cpuUsage(before);
for (const connection of connections) connection.close();
process.stdout.write(JSON.stringify({ ...measured, cpuSecs: (spent.user + spent.system) / 1_000_000 }));
