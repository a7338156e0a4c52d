/**
 * Hears which keys were destroyed, by any process. Remembered keys may be used only while this listens. When its
 * connection is lost or silent, all remembered keys are dropped until it listens again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

export type DestroyedKeys =
  | { readonly kind: 'content'; readonly ids: ReadonlyArray<number> }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'all' };

/** A memory of keys that must forget the destroyed ones. */
export type KeyMemory = {
  readonly destroyed: (what: DestroyedKeys) => void;
  /** Drops everything remembered, and remembers nothing more until `trust`. */
  readonly distrust: () => void;
  readonly trust: () => void;
};

const CHANNEL = 'filament_vault_destroyed';
const AGAIN_MS = 500;
/**
 * Milliseconds between two checks of the connection, and milliseconds one check may take. A destroyed key may stay
 * remembered for the sum of both at most.
 */
export const ALIVE_EVERY_MS = 5_000;
export const ALIVE_WITHIN_MS = 4_000;

const read = (payload: string): DestroyedKeys => {
  const [kind, rest = ''] = payload.split(/ (.*)/s);
  if (kind === 'content') return { kind, ids: rest.split(',').map(Number) };
  return kind === 'user' ? { kind, user: rest } : { kind: 'all' };
};

/**
 * Starts to listen, and resolves once it does. Rejects when the first connection fails.
 * @returns a function that ends the listening.
 */
export const listenForDestruction = async (
  connection: ClientConfig,
  memories: ReadonlyArray<KeyMemory>,
  { aliveEveryMs = ALIVE_EVERY_MS, aliveWithinMs = ALIVE_WITHIN_MS } = {},
): Promise<() => Promise<void>> => {
  const stop = new AbortController();
  const { signal } = stop;
  const all = (tell: (one: KeyMemory) => void): void => {
    for (const one of memories) tell(one);
  };

  const connect = async (): Promise<Client> => {
    const client = new Client({
      ...connection,
      application_name: 'filament vault listener',
      keepAlive: true,
      connectionTimeoutMillis: aliveWithinMs,
      query_timeout: aliveWithinMs,
    });
    // The connection's end follows an error, or the next check finds it.
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => {
      const what = read(payload);
      all((one) => one.destroyed(what));
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };

  /** Resolves when the connection ends or no longer answers. */
  const whileAlive = async (client: Client): Promise<void> => {
    const over = new AbortController();
    const end = (): void => over.abort();
    client.once('end', end);
    signal.addEventListener('abort', end);
    // The signal may have aborted while the connection was restored, and then no event reports it.
    if (signal.aborted) end();
    try {
      while (!over.signal.aborted) {
        await pause(aliveEveryMs, undefined, { signal: over.signal, ref: false });
        await client.query('SELECT 1');
      }
    } catch {
      // The connection ended or fell silent, or the signal aborted. In each case remembered keys may be wrong from now
      // on.
    } finally {
      signal.removeEventListener('abort', end);
      all((one) => one.distrust());
      void client.end().catch(() => undefined);
    }
  };

  let client: Client | undefined = await connect();
  all((one) => one.trust());
  const listening = (async () => {
    while (client !== undefined) {
      await whileAlive(client);
      client = undefined;
      while (client === undefined && !signal.aborted) {
        client = await connect().catch(() => undefined);
        if (client === undefined) await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
      if (client !== undefined) all((one) => one.trust());
    }
  })();
  return () => {
    stop.abort();
    return listening;
  };
};
