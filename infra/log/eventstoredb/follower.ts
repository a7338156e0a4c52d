/**
 * Hears of what is appended to the log by whomever. A subscription of the client ends with its connection and
 * does not come back: this one is begun anew, with longer and longer pauses, after the last place it saw.
 */
import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Filter,
  streamNameFilter,
} from '@eventstore/db-client';
import { pause } from '#infra/database/own-connection.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import type { Address } from './address.ts';
import { whyOf } from './failure.ts';
import { within } from './patience.ts';
import type { ReadFrom } from './reader.ts';

export type Follower = {
  /** Whether the server is heard just now. */
  readonly connected: () => boolean;
  /** Why it is not. */
  readonly why: () => string;
  readonly close: () => Promise<void>;
};

export type FollowerOptions = {
  readonly backOffFirstMs: number;
  readonly backOffMaxMs: number;
  /** Milliseconds the server may take to say that it follows. */
  readonly confirmWithinMs: number;
};

/** Batches of 32 events that the server looks through between two words on where it is. */
const CHECKPOINT_EVERY = 32;

export const follow = (
  client: EventStoreDBClient,
  address: Address,
  options: FollowerOptions,
  after: ReadFrom,
  heard: (place: bigint) => void,
): Follower => {
  const stop = new AbortController();
  const { signal } = stop;
  let at = after;
  let connected = false;
  let why = 'it was not reached yet';
  let current: AllStreamSubscription | undefined;
  const pauses = backOff({ firstMs: options.backOffFirstMs, longestMs: options.backOffMaxMs });

  const filter = (): Filter =>
    streamNameFilter({
      prefixes: [address.prefix],
      checkpointInterval: CHECKPOINT_EVERY,
      // Nothing in it may throw: nobody would catch it.
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
      // Ends the iteration; the call behind it is cancelled by that.
      current?.destroy();
      await following;
    },
  };
};
