import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { APPENDED_CHANNEL } from './batch.ts';

const BACK_OFF_MS = 2_000;

/**
 * Hears of batches that another process wrote. A hint: what is missed while the connection is away is found
 * by polling. Returns how to stop.
 */
export const listenForAppends = (connection: ClientConfig, heard: () => void): (() => Promise<void>) => {
  const stop = new AbortController();
  const { signal } = stop;

  const listenOnce = async (): Promise<void> => {
    const client = new Client({ ...connection, application_name: 'filament log listener', keepAlive: true });
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    client.on('error', () => undefined);
    client.on('notification', heard);
    const leave = (): void => {
      void client.end().catch(() => undefined);
    };
    signal.addEventListener('abort', leave);
    try {
      await client.connect();
      await client.query(`LISTEN ${APPENDED_CHANNEL}`);
      heard();
      await ended;
    } finally {
      signal.removeEventListener('abort', leave);
      await client.end().catch(() => undefined);
    }
  };

  const listening = (async () => {
    while (!signal.aborted) {
      await listenOnce().catch(() => undefined);
      if (!signal.aborted) await sleep(BACK_OFF_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();

  return () => {
    stop.abort();
    return listening;
  };
};
