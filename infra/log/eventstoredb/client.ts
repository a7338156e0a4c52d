/** Makes the client of a log. A URL that the client does not accept is an error of its own kind. */
import { EventStoreDBClient } from '@eventstore/db-client';
import { LogUrlUnfit } from '../event-log.ts';
import type { ServerAddress } from './address.ts';
import { whyOf } from './failure.ts';

/** @throws LogUrlUnfit */
export const clientOf = ({ connectionString }: ServerAddress): EventStoreDBClient => {
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch (error) {
    throw new LogUrlUnfit(`the URL of the log cannot be used: ${whyOf(error)}`);
  }
};
