/**
 * The server that tests of the log run against: the one named by the environment, or else the double. Every test
 * has a log of its own on it, and what it leaves there is deleted; the space comes back with the server's next scavenge.
 */
import { randomBytes } from 'node:crypto';
import { ANY, BACKWARDS, END, EventStoreDBClient, type ReadPosition, START } from '@eventstore/db-client';
import { testEventStoreDbUrl } from '#infra/config/test-environment.ts';
import { type Address, addressOf } from '#infra/eventstore/eventstoredb/address.ts';
import { eventsOf } from '#infra/eventstore/eventstoredb/reading.ts';
import { openDouble } from './double.ts';

export type FreshLog = { readonly url: string; readonly remove: () => Promise<void> };
export type ServerForTests = { readonly name: string; readonly freshLog: () => Promise<FreshLog> };

const NAME_BYTES = 8;
const SILENCE_MS = 10_000;

const withClient = async <A>(address: Address, work: (client: EventStoreDBClient) => Promise<A>): Promise<A> => {
  const client = EventStoreDBClient.connectionString(address.connectionString);
  try {
    return await work(client);
  } finally {
    await client.dispose();
  }
};

const endOf = (address: Address): Promise<ReadPosition> =>
  withClient(address, async (client) => {
    const { credentials } = address;
    const read = client.readAll({ credentials, direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    return (await eventsOf(read, SILENCE_MS))[0]?.event?.position ?? START;
  });

/** Deletes every stream of a log that began after a place. */
const deleteStreams = (address: Address, after: ReadPosition): Promise<void> =>
  withClient(address, async (client) => {
    const { credentials, prefix } = address;
    const names = new Set<string>();
    for (const { event } of await eventsOf(client.readAll({ credentials, fromPosition: after }), SILENCE_MS)) {
      if (event?.streamId.startsWith(prefix) === true) names.add(event.streamId);
    }
    for (const name of names) await client.deleteStream(name, { expectedRevision: ANY, credentials });
  });

const freshName = (): string => `t${randomBytes(NAME_BYTES).toString('hex')}`;

/** A log that nobody has used yet, on the server at this URL. */
export const freshLogOn = async (url: string): Promise<FreshLog> => {
  const named = `${url.split('#', 1)[0]}#${freshName()}`;
  const address = addressOf(named);
  const began = await endOf(address);
  return { url: named, remove: () => deleteStreams(address, began) };
};

export const eventStoreDbForTests = (): ServerForTests => {
  const named = testEventStoreDbUrl();
  if (named !== undefined) return { name: 'a server', freshLog: () => freshLogOn(named) };
  return {
    name: 'a double of the protocol',
    freshLog: async () => {
      const double = await openDouble();
      return { url: double.url(freshName()), remove: double.close };
    },
  };
};
