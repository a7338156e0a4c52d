/**
 * Gives every log a unique name. A read model remembers positions, and positions of two logs are not comparable.
 * The name is drawn when the log begins and stands in a stream of its own. Every event of the log comes after it, so
 * positions count from there and earlier events of the server are never read.
 */
import { randomUUID } from 'node:crypto';
import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { LogUnavailable } from '../event-log.ts';
import type { ServerAddress } from './address.ts';
import { isRightMissing, unavailable, whatFailureMeans } from './failure.ts';
import type { Leader } from './leader.ts';
import { within } from './patience.ts';
import type { ReaderOptions } from './reader.ts';
import { eventsOf } from './reading.ts';
import { placeOf } from './stored-form.ts';

export type Identity = {
  readonly name: string;
  /** Place on the server where the log began. */
  readonly began: bigint;
};

/**
 * Name of the stream that holds the log's name. No stream of the log has this name, and its event is not marked as an
 * event of the log.
 */
export const identityStreamOf = ({ prefix }: ServerAddress): string => `${prefix}.identity`;

const told = async (
  leader: Leader,
  address: ServerAddress,
  { answerWithinMs, readWithinMs }: ReaderOptions,
): Promise<Identity | undefined> => {
  const { credentials } = address;
  try {
    const [first] = await leader.answer(readWithinMs, (client) =>
      eventsOf(
        client.readStream(identityStreamOf(address), { maxCount: 1, credentials, requiresLeader: true }),
        answerWithinMs,
      ),
    );
    const event = first?.event;
    return event === undefined ? undefined : { name: event.id, began: placeOf(event) };
  } catch (error) {
    if (whatFailureMeans(error) === 'gone') return undefined;
    throw error;
  }
};

/**
 * Returns the name and the beginning of the log. When several processes begin the log at once, one name wins and all of
 * them read it back.
 */
export const identityOf = async (leader: Leader, address: ServerAddress, options: ReaderOptions): Promise<Identity> => {
  const { credentials } = address;
  const ms = options.answerWithinMs;
  try {
    const known = await told(leader, address, options);
    if (known !== undefined) return known;
    const began = jsonEvent({ id: randomUUID(), type: 'log.began', data: {} });
    await leader
      .ask(options.readWithinMs, (client) =>
        within(
          ms,
          client.appendToStream(identityStreamOf(address), [began], {
            expectedRevision: NO_STREAM,
            credentials,
            requiresLeader: true,
            deadline: ms,
          }),
        ),
      )
      .catch((error: unknown) => {
        if (isRightMissing(error)) throw unavailable(error, 'append to the streams of the log');
      });
    const drawn = await told(leader, address, options);
    if (drawn === undefined)
      throw new LogUnavailable('the EventStoreDB did not store the name of the log; check that its user may write');
    return drawn;
  } catch (error) {
    throw unavailable(error, 'read the streams of the log');
  }
};
