/**
 * Listening connections: each hears a channel of the database, and is opened again after it was lost. A connection that
 * falls silent is found by a question, so a listener learns soon that it hears nothing.
 */
import type { Client, ClientConfig } from 'pg';
import { keepConnected, pause } from './own-connection.ts';

/** Milliseconds between two checks of a connection. A silent connection goes unnoticed for this time and one check. */
export const ALIVE_EVERY_MS = 5_000;
/** Milliseconds that one check may take. Then the connection counts as lost. */
export const ALIVE_WITHIN_MS = 4_000;
/** Milliseconds between the end of a connection and the next one. */
const AGAIN_AFTER_MS = 500;

/** Listener of a channel of the database. */
export type ChannelListener = {
  readonly heard: (payload: string) => void;
  /** Takes a connection that listens from now on. The listener has missed all that was told while none listened. */
  readonly began?: (client: Client) => void;
  /** Hears that the connection is over, before another one is tried. */
  readonly ended?: () => void;
};

export type ListeningTerms = {
  readonly aliveEveryMs?: number;
  readonly aliveWithinMs?: number;
  readonly againAfterMs?: number;
};

const checked = async (client: Client, over: AbortSignal, everyMs: number): Promise<void> => {
  for (;;) {
    await pause(everyMs, over);
    if (over.aborted) return;
    await client.query('SELECT 1');
  }
};

/**
 * Listens to `channel` until it is stopped, whether the database is there now or not. Answers the function that stops
 * it. `failed` gets each failure of a connection.
 */
export const keepListening = (
  connection: ClientConfig,
  channel: string,
  { heard, began, ended }: ChannelListener,
  {
    aliveEveryMs = ALIVE_EVERY_MS,
    aliveWithinMs = ALIVE_WITHIN_MS,
    againAfterMs = AGAIN_AFTER_MS,
  }: ListeningTerms = {},
  failed?: (error: unknown) => void,
): (() => Promise<void>) => {
  const bounded = { ...connection, connectionTimeoutMillis: aliveWithinMs, query_timeout: aliveWithinMs };
  return keepConnected(
    bounded,
    againAfterMs,
    async (client, over) => {
      client.on('notification', ({ payload = '' }) => heard(payload));
      await client.query(`LISTEN ${channel}`);
      if (over.aborted) return;
      began?.(client);
      try {
        await checked(client, over, aliveEveryMs);
      } finally {
        ended?.();
      }
    },
    failed,
  );
};

/** Listens as `keepListening` does, and resolves once it does. Rejects when the first connection fails. */
export const listening = async (
  connection: ClientConfig,
  channel: string,
  listener: ChannelListener,
  terms?: ListeningTerms,
): Promise<() => Promise<void>> => {
  const first = Promise.withResolvers<void>();
  const began = (client: Client): void => {
    listener.began?.(client);
    first.resolve();
  };
  const stop = keepListening(connection, channel, { ...listener, began }, terms, first.reject);
  try {
    await first.promise;
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
};
