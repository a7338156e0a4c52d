/**
 * Hears which keys were destroyed, whoever destroyed them. What is remembered may be used only while this listens:
 * when its connection is lost, or only seems to stand, everything remembered is let go of until it listens again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

export type Destroyed =
  | { readonly kind: 'content'; readonly ids: ReadonlyArray<number> }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'all' };

/** Whatever remembers keys. */
export type Remembering = {
  readonly destroyed: (what: Destroyed) => void;
  /** Nothing remembered counts any more, and nothing is to be remembered until `trust`. */
  readonly distrust: () => void;
  readonly trust: () => void;
};

const CHANNEL = 'filament_vault_destroyed';
const AGAIN_MS = 500;
/** A connection that answers no question is lost: for as long as both together a destroyed key may be remembered. */
export const ALIVE_EVERY_MS = 5_000;
export const ALIVE_WITHIN_MS = 4_000;

const read = (payload: string): Destroyed => {
  const [kind, rest = ''] = payload.split(/ (.*)/s);
  if (kind === 'content') return { kind, ids: rest.split(',').map(Number) };
  return kind === 'user' ? { kind, user: rest } : { kind: 'all' };
};

/** Resolves once it listens; rejects when it cannot at first. @returns how to stop. */
export const listenForDestruction = async (
  connection: ClientConfig,
  remembering: ReadonlyArray<Remembering>,
  { aliveEveryMs = ALIVE_EVERY_MS, aliveWithinMs = ALIVE_WITHIN_MS } = {},
): Promise<() => Promise<void>> => {
  const stop = new AbortController();
  const { signal } = stop;
  const all = (tell: (one: Remembering) => void): void => {
    for (const one of remembering) tell(one);
  };

  const connect = async (): Promise<Client> => {
    const client = new Client({
      ...connection,
      application_name: 'filament vault listener',
      keepAlive: true,
      connectionTimeoutMillis: aliveWithinMs,
      query_timeout: aliveWithinMs,
    });
    // An error is followed by the end, or shows in the next question.
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

  /** Until the connection ends or answers no more. */
  const whileAlive = async (client: Client): Promise<void> => {
    const over = new AbortController();
    const end = (): void => over.abort();
    client.once('end', end);
    signal.addEventListener('abort', end);
    // Told to stop while it was won back: then nothing tells of it any more.
    if (signal.aborted) end();
    try {
      while (!over.signal.aborted) {
        await pause(aliveEveryMs, undefined, { signal: over.signal, ref: false });
        await client.query('SELECT 1');
      }
    } catch {
      // Told to stop, ended, or silent: in each case what was remembered may be wrong from here.
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
