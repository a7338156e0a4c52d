/**
 * The server that tests of the log run against: the one named by the environment, or else the double. Every test
 * has a log of its own on it, and what it leaves there is deleted; the space comes back with the server's next scavenge.
 */
import { randomBytes } from 'node:crypto';
import { ANY, EventStoreDBClient } from '@eventstore/db-client';
import { testEventStoreDbUrl } from '#infra/config/test-environment.ts';
import { addressOf } from '#infra/eventstore/eventstoredb/address.ts';
import { openDouble } from './double.ts';

export type FreshLog = { readonly url: string; readonly remove: () => Promise<void> };
export type ServerForTests = { readonly name: string; readonly freshLog: () => Promise<FreshLog> };

const NAME_BYTES = 8;

/** Deletes every stream of a log. */
const deleteStreams = async (url: string): Promise<void> => {
  const { connectionString, credentials, prefix } = addressOf(url);
  const client = EventStoreDBClient.connectionString(connectionString);
  try {
    const names = new Set<string>();
    const read = client.readAll({ credentials });
    read.on('error', () => undefined);
    for await (const { event } of read) if (event?.streamId.startsWith(prefix) === true) names.add(event.streamId);
    for (const name of names) await client.deleteStream(name, { expectedRevision: ANY, credentials });
  } finally {
    await client.dispose();
  }
};

export const eventStoreDbForTests = (): ServerForTests => {
  const named = testEventStoreDbUrl();
  const freshName = (): string => `t${randomBytes(NAME_BYTES).toString('hex')}`;
  if (named === undefined)
    return {
      name: 'a double of the protocol',
      freshLog: async () => {
        const double = await openDouble();
        return { url: double.url(freshName()), remove: double.close };
      },
    };
  return {
    name: 'a server',
    freshLog: async () => {
      const url = `${named.split('#', 1)[0]}#${freshName()}`;
      return { url, remove: () => deleteStreams(url) };
    },
  };
};
