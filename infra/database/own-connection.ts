/**
 * A connection of its own, for what lives as long as a session of the database does: a lock, or listening. Nothing here
 * waits for a database that has fallen silent: not to connect, not for an answer, and not to part from it.
 */
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const ANSWER_WITHIN_MS = 4_000;
const PART_WITHIN_MS = 1_000;

/** Seconds of silence, between questions, and how many of those: after about five the database lets a dead one go. */
export const MISSED_SOON = '-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3';

/** Keeps no process alive, and is over at once when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

export type OwnConnection = {
  readonly client: pg.Client;
  /** Aborts when the connection is lost (and says why) or given up, and when the signal it was opened under does. */
  readonly over: AbortSignal;
  /** Gives it up. Of a database that says nothing no answer comes to that either: it is waited for a moment. */
  readonly part: () => Promise<void>;
};

/** Rejects when there is no connecting, or no time left for it. */
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
    // One that still waits for its other side would keep the process alive.
    socket.destroy();
  };
  try {
    // Its promise to connect is never kept nor broken when it is told to end meanwhile.
    await Promise.race([client.connect(), aborted(over)]);
    over.throwIfAborted();
    return { client, over, part };
  } catch (error) {
    await part();
    throw error;
  }
};

/**
 * Calls `use` once connected, and parts when that is done. `over` aborts when the connection is lost, and when `signal`
 * does: `use` must come to its end then. Rejects when there was no connecting, or no time left for it.
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
