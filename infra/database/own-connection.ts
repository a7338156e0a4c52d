/**
 * Opens a connection for a lock or for listening, which live as long as a session of the database. Nothing here waits
 * for a silent database: not to connect, not for an answer and not to part.
 */
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const ANSWER_WITHIN_MS = 4_000;
const PART_WITHIN_MS = 1_000;

/**
 * Settings of TCP keep-alive: seconds of silence, seconds between probes, and probes. The database drops a dead
 * connection after about five seconds.
 */
export const MISSED_SOON = '-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3';

/** Waits for `ms`, or until the signal aborts. It does not keep the process alive. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

export type OwnConnection = {
  readonly client: pg.Client;
  /** Aborts when the connection is lost (with the reason) or parted, and when the signal of its opening aborts. */
  readonly over: AbortSignal;
  /** Parts from the database. A silent database is waited for only a moment. */
  readonly part: () => Promise<void>;
};

/** Opens a connection. Rejects when it cannot connect in time. */
export const openConnection = async (connection: pg.ClientConfig, signal: AbortSignal): Promise<OwnConnection> => {
  const socket = new Socket();
  const client = new pg.Client({
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    ...connection,
    stream: () => socket,
  });
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  // Without a listener an error would end the process.
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error('the connection ended')));
  const part = async (): Promise<void> => {
    lost.abort();
    await Promise.race([client.end().catch(() => undefined), sleep(PART_WITHIN_MS, undefined, { ref: false })]);
    // A socket that waits for its other side would keep the process alive.
    socket.destroy();
  };
  try {
    // The promise of `connect` never settles when the client is told to end meanwhile.
    await Promise.race([client.connect(), aborted(over)]);
    over.throwIfAborted();
    return { client, over, part };
  } catch (error) {
    await part();
    throw error;
  }
};

/**
 * Calls `use` once connected, and parts when that ends. `use` must end when `over` aborts: the connection is lost, or
 * `signal` aborted. Rejects when it cannot connect in time.
 */
export const onOwnConnection = async <A>(
  connection: pg.ClientConfig,
  signal: AbortSignal,
  use: (client: pg.Client, over: AbortSignal) => Promise<A>,
): Promise<A> => {
  const { client, over, part } = await openConnection(connection, signal);
  try {
    return await use(client, over);
  } finally {
    await part();
  }
};

/**
 * Keeps a connection open until it is stopped. It connects, calls `use`, and connects again after a pause when `use`
 * ended or failed. `use` must end when `over` aborts. `failed` gets each failure before the stop. Returns a function that
 * stops it and waits for `use`.
 */
export const keepConnected = (
  connection: pg.ClientConfig,
  againAfterMs: number,
  use: (client: pg.Client, over: AbortSignal) => Promise<void>,
  failed: (error: unknown) => void = () => undefined,
): (() => Promise<void>) => {
  const stop = new AbortController();
  const { signal } = stop;
  const keeping = (async () => {
    while (!signal.aborted) {
      await onOwnConnection(connection, signal, use).catch((error: unknown) => {
        if (!signal.aborted) failed(error);
      });
      await pause(againAfterMs, signal);
    }
  })();
  return () => {
    stop.abort();
    return keeping;
  };
};
