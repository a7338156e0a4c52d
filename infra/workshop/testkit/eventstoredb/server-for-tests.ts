/**
 * The server for tests of the log: the one that the environment names, or the double. Every test has a log of its own
 * on it and deletes it afterwards. The server frees the space with its next scavenge.
 */
import { randomBytes } from 'node:crypto';
import { ANY, BACKWARDS, END, EventStoreDBClient, type ReadPosition, START } from '@eventstore/db-client';
import { addressOf, type ServerAddress } from '#infra/log/eventstoredb/address.ts';
import { type CallFailure, whatFailureMeans } from '#infra/log/eventstoredb/failure.ts';
import { eventsOf } from '#infra/log/eventstoredb/reading.ts';
import { testEventStoreDbUrl } from '#infra/workshop/testkit/test-environment.ts';
import { closedOnce } from '../left-open.ts';
import { openDouble } from './double.ts';

export type FreshLog = { readonly url: string; readonly remove: () => Promise<void> };
export type ServerForTests = { readonly name: string; readonly freshLog: () => Promise<FreshLog> };

const STEM = 't';
const NAME_BYTES = 8;
const RUN_BYTES = 4;
const DELETED_AT_ONCE = 16;
const GONE: ReadonlySet<CallFailure> = new Set(['gone', 'conflict', 'poison']);
const SILENCE_MS = 10_000;

const withClient = async <A>(address: ServerAddress, work: (client: EventStoreDBClient) => Promise<A>): Promise<A> => {
  const client = EventStoreDBClient.connectionString(address.connectionString);
  try {
    return await work(client);
  } finally {
    await client.dispose();
  }
};

const endOf = (address: ServerAddress): Promise<ReadPosition> =>
  withClient(address, async (client) => {
    const { credentials } = address;
    const read = client.readAll({ credentials, direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    return (await eventsOf(read, SILENCE_MS))[0]?.event?.position ?? START;
  });

/** Deletes every stream that began after a place and whose name begins with `beginning`. */
const deleteStreams = (address: ServerAddress, beginning: string, after: ReadPosition): Promise<void> =>
  withClient(address, async (client) => {
    const { credentials } = address;
    const names = new Set<string>();
    for (const { event } of await eventsOf(client.readAll({ credentials, fromPosition: after }), SILENCE_MS)) {
      if (event?.streamId.startsWith(beginning) === true) names.add(event.streamId);
    }
    const left = names.values();
    const deleting = Array.from({ length: DELETED_AT_ONCE }, async () => {
      // All workers take names from the same iterator.
      for (const name of left)
        await client.deleteStream(name, { expectedRevision: ANY, credentials }).catch((error: unknown) => {
          // A deleted stream stands in the log until it is scavenged.
          if (!GONE.has(whatFailureMeans(error))) throw error;
        });
    });
    await Promise.all(deleting);
  });

const freshName = (stem: string, bytes: number): string => `${stem}${randomBytes(bytes).toString('hex')}`;

const namedOn = (url: string, name: string): string => `${url.split('#', 1)[0]}#${name}`;

/** Creates a new log on the server at this URL. Its name begins with the name in the URL. */
export const freshLogOn = async (url: string): Promise<FreshLog> => {
  const named = namedOn(url, freshName(url.split('#', 2)[1] ?? STEM, NAME_BYTES));
  const address = addressOf(named);
  const began = await endOf(address);
  return { url: named, remove: closedOnce(() => deleteStreams(address, address.prefix, began)) };
};

/** Returns a URL for the logs of one run, and a function that deletes all of them, even those of a killed process. */
export const logsOfOneRun = async (url: string): Promise<FreshLog> => {
  const stem = freshName(STEM, RUN_BYTES);
  const address = addressOf(namedOn(url, stem));
  const began = await endOf(address);
  return { url: namedOn(url, stem), remove: () => deleteStreams(address, stem, began) };
};

export const eventStoreDbForTests = (): ServerForTests => {
  const named = testEventStoreDbUrl();
  if (named !== undefined) return { name: 'a server', freshLog: () => freshLogOn(named) };
  return {
    name: 'a double of the protocol',
    freshLog: async () => {
      const double = await openDouble();
      return { url: double.url(freshName(STEM, NAME_BYTES)), remove: double.close };
    },
  };
};
