/**
 * Sends bodies that are dear to parse, as fast as the server answers: from some connections of one account, and from
 * some addresses without an account. Prints how often each status was answered.
 */
import { ulid } from 'ulid';
import { type HttpConnection, httpConnection } from './http-connection.ts';

export type HostileOrders = {
  readonly port: number;
  /** Access token of the account. */
  readonly token: string;
  readonly ofAccount: number;
  /** Addresses without an account, as a trusted proxy would name them. */
  readonly addresses: ReadonlyArray<string>;
  readonly windowMs: number;
};
/** Answers by status. `0` counts connections that ended without an answer. */
export type HostileOutcome = Readonly<Record<string, number>>;

const MIB = 1024 * 1024;
/** Bytes of the bodies: far too long, and about as long as a message and a login may be. */
const SIZES = [MIB, 48_000, 8_000];
const SHAPES: ReadonlyArray<(bytes: number) => string> = [
  (bytes) => `{"content":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}`,
  (bytes) => `{"content":[${'{},'.repeat(bytes / 3)}{}]}`,
];
const BODIES = SIZES.flatMap((bytes) => SHAPES.map((shape) => shape(bytes - 64)));

const orders: HostileOrders = JSON.parse(process.argv[2] ?? '');
const until = performance.now() + orders.windowMs;
const statuses = new Map<number, number>();

/** Sends one body after the other. A connection that sent a long body is given up, because the server closes it. */
const flood = async (headOf: () => string): Promise<void> => {
  let connection: HttpConnection | undefined;
  for (let nth = 0; performance.now() < until; nth += 1) {
    const body = BODIES[nth % BODIES.length] ?? '';
    let status = 0;
    try {
      connection ??= await httpConnection(orders.port);
      const head = `${headOf()}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
      status = await connection.ask(head + body);
    } catch {
      status = 0;
    }
    if (status === 0 || body.length > MIB / 2) {
      connection?.close();
      connection = undefined;
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  connection?.close();
};

await Promise.all([
  ...Array.from({ length: orders.ofAccount }, () =>
    flood(() => `POST /channels/${ulid()}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${orders.token}\r\n`),
  ),
  ...orders.addresses.map((address) =>
    flood(() => `POST /auth/login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\n`),
  ),
]);
const outcome: HostileOutcome = Object.fromEntries(statuses);
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
