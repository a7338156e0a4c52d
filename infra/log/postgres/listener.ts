import type { ClientConfig } from 'pg';
import { aborted, onOwnConnection, pause } from '#infra/database/own-connection.ts';
import { APPENDED_CHANNEL } from './batch.ts';

const BACK_OFF_MS = 2_000;

/**
 * Calls `heard` when another process has stored a batch. The call is a hint only: polling finds what is missed while
 * the connection is away. Returns a function that ends the listening.
 */
export const listenForAppends = (connection: ClientConfig, heard: () => void): (() => Promise<void>) => {
  const stop = new AbortController();
  const { signal } = stop;
  const named = { ...connection, application_name: 'filament log listener' };

  const listening = (async () => {
    while (!signal.aborted) {
      await onOwnConnection(named, signal, async (client, over) => {
        client.on('notification', heard);
        await client.query(`LISTEN ${APPENDED_CHANNEL}`);
        heard();
        await aborted(over);
      }).catch(() => undefined);
      await pause(BACK_OFF_MS, signal);
    }
  })();

  return () => {
    stop.abort();
    return listening;
  };
};
