/**
 * Reports every append to the log, by any process. A subscription of the client ends with its connection and
 * does not come back. The follower therefore subscribes again after the last place it saw, with growing pauses.
 */
import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Filter,
  streamNameFilter,
} from '@eventstore/db-client';
import { pause } from '#infra/database/own-connection.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import type { ServerAddress } from './address.ts';
import { whyOf } from './failure.ts';
import { within } from './patience.ts';
import type { ReadStart } from './reader.ts';

export type Follower = {
  /** True while the subscription is live. */
  readonly connected: () => boolean;
  /** Reason why the subscription is not live. */
  readonly why: () => string;
  readonly close: () => Promise<void>;
};

export type FollowerOptions = {
  readonly backOffFirstMs: number;
  readonly backOffMaxMs: number;
  /** Milliseconds the server may take to confirm the subscription. */
  readonly confirmWithinMs: number;
};

/** Number of 32-event batches that the server scans between two checkpoints. */
const CHECKPOINT_EVERY = 32;

export const follow = (
  client: EventStoreDBClient,
  address: ServerAddress,
  options: FollowerOptions,
  after: ReadStart,
  heard: (place: bigint) => void,
): Follower => {
  const stop = new AbortController();
  const { signal } = stop;
  let at = after;
  let connected = false;
  let why = 'no server has answered yet';
  let current: AllStreamSubscription | undefined;
  const pauses = backOff({ firstMs: options.backOffFirstMs, longestMs: options.backOffMaxMs });

  const filter = (): Filter =>
    streamNameFilter({
      prefixes: [address.prefix],
      checkpointInterval: CHECKPOINT_EVERY,
      // This callback must not throw, because the client does not catch its errors.
      checkpointReached: async (_subscription, position) => {
        at = position;
      },
    });

  const followOnce = async (): Promise<never> => {
    const subscription = client.subscribeToAll({
      fromPosition: at,
      filter: filter(),
      credentials: address.credentials,
      requiresLeader: true,
    });
    current = subscription;
    subscription.on('error', () => undefined);
    const confirmed = Promise.withResolvers<void>();
    subscription.on('confirmation', () => {
      connected = true;
      pauses.reset();
      confirmed.resolve();
    });
    within(options.confirmWithinMs, confirmed.promise).catch((late: Error) => subscription.destroy(late));
    try {
      for await (const { event } of subscription) {
        if (event?.position === undefined) continue;
        at = event.position;
        heard(event.position.commit);
      }
      throw new Error('the server ended the subscription');
    } finally {
      connected = false;
      confirmed.resolve();
      subscription.unsubscribe().catch(() => undefined);
    }
  };

  const failed = (error: unknown): void => {
    why = whyOf(error);
  };
  // Each attempt ends in a failure, so only the abort ends this.
  const following = keepTrying(followOnce, { pauses, pause, signal, failed }).catch(() => undefined);

  return {
    connected: () => connected,
    why: () => why,
    close: async () => {
      stop.abort();
      // Destroying the subscription ends the iteration and cancels the call behind it.
      current?.destroy();
      await following;
    },
  };
};
