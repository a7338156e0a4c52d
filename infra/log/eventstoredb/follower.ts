/**
 * Hears of what is appended to the log by whomever. A subscription of the client ends with its connection and
 * does not come back: this one is begun anew, with longer and longer pauses, after the last place it saw.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Filter,
  streamNameFilter,
} from '@eventstore/db-client';
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
  let backOffMs = options.backOffFirstMs;

  const filter = (): Filter =>
    streamNameFilter({
      prefixes: [address.prefix],
      checkpointInterval: CHECKPOINT_EVERY,
      // Nothing in it may throw: nobody would catch it.
      checkpointReached: async (_subscription, position) => {
        at = position;
      },
    });

  const followOnce = async (): Promise<void> => {
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
      backOffMs = options.backOffFirstMs;
      confirmed.resolve();
    });
    within(options.confirmWithinMs, confirmed.promise).catch((late: Error) => subscription.destroy(late));
    try {
      for await (const { event } of subscription) {
        if (event?.position === undefined) continue;
        at = event.position;
        heard(event.position.commit);
      }
      why = 'the server ended the subscription';
    } finally {
      connected = false;
      confirmed.resolve();
      subscription.unsubscribe().catch(() => undefined);
    }
  };

  const following = (async () => {
    while (!signal.aborted) {
      await followOnce().catch((error: unknown) => {
        why = whyOf(error);
      });
      if (signal.aborted) return;
      await sleep(backOffMs, undefined, { signal, ref: false }).catch(() => undefined);
      backOffMs = Math.min(2 * backOffMs, options.backOffMaxMs);
    }
  })();

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
