/**
 * Hears the moves of read markers from the database, whichever process made them. While its connection is away it hears
 * nothing, and says so when it is back.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { MarkerMove, MarkerMoves } from '#gateway/ports/marker-moves.ts';

/** Channel of the database on which a move is told, as the ids of the user and the channel. */
export const MOVES = 'filament_read_marker';

const AGAIN_MS = 500;
/** Milliseconds between two checks of the connection, and milliseconds that one check may take. */
const ALIVE_EVERY_MS = 5_000;
const ALIVE_WITHIN_MS = 4_000;

const moveIn = (payload: string): MarkerMove | undefined => {
  const [userId, channelId] = payload.split(' ');
  return UserId.is(userId) && ChannelId.is(channelId) ? { userId, channelId } : undefined;
};

type Listener = Parameters<MarkerMoves['follow']>[0];

/** Starts to listen, and resolves once it does. Rejects when the first connection fails. */
export const listenForMoves = async (
  connection: ClientConfig,
): Promise<MarkerMoves & { readonly close: () => Promise<void> }> => {
  const stop = new AbortController();
  const { signal } = stop;
  const listeners: Array<Listener> = [];

  const connect = async (): Promise<Client> => {
    const client = new Client({
      ...connection,
      application_name: 'filament read markers',
      keepAlive: true,
      connectionTimeoutMillis: ALIVE_WITHIN_MS,
      query_timeout: ALIVE_WITHIN_MS,
    });
    // The connection's end follows an error, or the next check finds it.
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => {
      const move = moveIn(payload);
      if (move !== undefined) for (const { moved } of listeners) moved(move);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${MOVES}`);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };

  /** Resolves when the connection ends, falls silent or is no longer wanted. */
  const whileAlive = async (client: Client): Promise<void> => {
    const over = new AbortController();
    const end = (): void => over.abort();
    client.once('end', end);
    signal.addEventListener('abort', end);
    // The signal may have aborted while the connection was restored, and then no event reports it.
    if (signal.aborted) end();
    try {
      while (!over.signal.aborted) {
        await pause(ALIVE_EVERY_MS, undefined, { signal: over.signal, ref: false });
        await client.query('SELECT 1');
      }
    } catch {
      // Each of these ends is followed by a new connection, which says that moves may have been missed.
    } finally {
      signal.removeEventListener('abort', end);
      await client.end().catch(() => undefined);
    }
  };

  let client: Client | undefined = await connect();
  const listening = (async () => {
    while (client !== undefined) {
      await whileAlive(client);
      client = undefined;
      while (client === undefined && !signal.aborted) {
        client = await connect().catch(() => undefined);
        if (client === undefined) await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
      if (client !== undefined) for (const { missed } of listeners) missed();
    }
  })();
  return {
    follow: (listener) => {
      listeners.push(listener);
    },
    close: () => {
      stop.abort();
      return listening;
    },
  };
};
