/**
 * Positions of two logs have nothing to do with each other, and a read model remembers one. So every log here has
 * a name that no other has, drawn when it began, in a stream beside its own. Nothing of the log stands before its name,
 * so positions are counted from there, and whatever else the server holds before it is never read.
 */
import { randomUUID } from 'node:crypto';
import { type EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { LogUnavailable } from '../event-log.ts';
import type { Address } from './address.ts';
import { unavailable, whatFailureMeans } from './failure.ts';
import { within } from './patience.ts';
import { eventsOf } from './reading.ts';
import { placeOf } from './stored-form.ts';

export type Identity = {
  readonly name: string;
  /** Where on the server the log began. */
  readonly began: bigint;
};

/** No stream of the house has this name, and its event is not marked as one of ours. */
const streamOf = ({ prefix }: Address): string => `${prefix}.identity`;

const told = async (client: EventStoreDBClient, address: Address, ms: number): Promise<Identity | undefined> => {
  const { credentials } = address;
  try {
    const read = client.readStream(streamOf(address), { maxCount: 1, credentials, requiresLeader: true });
    const event = (await eventsOf(read, ms))[0]?.event;
    return event === undefined ? undefined : { name: event.id, began: placeOf(event) };
  } catch (error) {
    if (whatFailureMeans(error) === 'gone') return undefined;
    throw error;
  }
};

/** Of processes that begin a log at the same time one draws its name, and all of them learn it. */
export const identityOf = async (client: EventStoreDBClient, address: Address, ms: number): Promise<Identity> => {
  const { credentials } = address;
  try {
    const known = await told(client, address, ms);
    if (known !== undefined) return known;
    const began = jsonEvent({ id: randomUUID(), type: 'log.began', data: {} });
    await within(
      ms,
      client.appendToStream(streamOf(address), [began], {
        expectedRevision: NO_STREAM,
        credentials,
        requiresLeader: true,
        deadline: ms,
      }),
    ).catch(() => undefined);
    const drawn = await told(client, address, ms);
    if (drawn === undefined) throw new LogUnavailable('the EventStoreDB does not keep the name of the log');
    return drawn;
  } catch (error) {
    throw unavailable(error);
  }
};
