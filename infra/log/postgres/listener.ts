import type { ClientConfig } from 'pg';
import { aborted, keepConnected } from '#infra/database/own-connection.ts';
import { APPENDED_CHANNEL } from './batch.ts';

const AGAIN_AFTER_MS = 2_000;

/**
 * Calls `heard` when another process has stored a batch. The call is a hint only: polling finds what is missed while
 * the connection is away. Returns a function that ends the listening.
 */
export const listenForAppends = (connection: ClientConfig, heard: () => void): (() => Promise<void>) =>
  keepConnected({ ...connection, application_name: 'filament log listener' }, AGAIN_AFTER_MS, async (client, over) => {
    client.on('notification', heard);
    await client.query(`LISTEN ${APPENDED_CHANNEL}`);
    heard();
    await aborted(over);
  });
