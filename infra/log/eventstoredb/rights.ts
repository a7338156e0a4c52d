/**
 * Asks the server for each right that the user of a log needs, one by one. Nothing is stored: the append names a
 * revision that no stream has, and the server looks at rights before it looks at revisions.
 */
import { randomUUID } from 'node:crypto';
import { BACKWARDS, END, type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { LOG_LEADER_WAIT_MAX_MS } from '#infra/log/limits.ts';
import { addressOf, type ServerAddress } from './address.ts';
import { isRightMissing, LOG_RIGHTS, type LogRight, unavailable, whatFailureMeans } from './failure.ts';
import { identityStreamOf } from './identity.ts';
import { Leader } from './leader.ts';
import { ANSWER_WITHIN_MS, within } from './patience.ts';
import { eventsOf } from './reading.ts';

/** Answer for one right. `why` says why the server could not be asked. */
export type RightAnswer =
  | { readonly right: LogRight; readonly state: 'given' | 'missing' }
  | { readonly right: LogRight; readonly state: 'unknown'; readonly why: string };

/** Revision that no stream has, so that the append is refused after the right was looked at. */
const NEVER_REACHED = BigInt(Number.MAX_SAFE_INTEGER);

const ASKED: Readonly<Record<LogRight, (client: EventStoreDBClient, address: ServerAddress) => Promise<unknown>>> = {
  'read $all': (client, { credentials }) =>
    eventsOf(
      client.readAll({ credentials, requiresLeader: true, direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
      ANSWER_WITHIN_MS,
    ),
  'read the streams of the log': (client, address) => {
    const { credentials } = address;
    const read = client.readStream(identityStreamOf(address), { credentials, requiresLeader: true, maxCount: 1 });
    return eventsOf(read, ANSWER_WITHIN_MS);
  },
  'append to the streams of the log': (client, address) => {
    const never = jsonEvent({ id: randomUUID(), type: 'log.never-stored', data: {} });
    const { credentials } = address;
    const options = { expectedRevision: NEVER_REACHED, credentials, requiresLeader: true, deadline: ANSWER_WITHIN_MS };
    return within(ANSWER_WITHIN_MS, client.appendToStream(identityStreamOf(address), [never], options));
  },
};

/** Failures that come after the right was looked at. */
const AFTER_THE_RIGHT = new Set(['gone', 'conflict']);

const answerFor = async (leader: Leader, address: ServerAddress, right: LogRight): Promise<RightAnswer> => {
  try {
    await leader.answer(LOG_LEADER_WAIT_MAX_MS, (client) => ASKED[right](client, address));
  } catch (error) {
    if (isRightMissing(error)) return { right, state: 'missing' };
    if (!AFTER_THE_RIGHT.has(whatFailureMeans(error)))
      return { right, state: 'unknown', why: unavailable(error, right).message };
  }
  return { right, state: 'given' };
};

/**
 * Asks for all rights side by side. A silent server costs the time of one answer, and a silent leader of a cluster costs
 * the election of another one.
 */
export const rightsOn = async (url: string): Promise<ReadonlyArray<RightAnswer>> => {
  const address = addressOf(url);
  const leader = new Leader(address, ANSWER_WITHIN_MS);
  try {
    return await Promise.all(LOG_RIGHTS.map((right) => answerFor(leader, address, right)));
  } finally {
    leader.close();
  }
};
