/**
 * Reports every append to the log, by any process. A subscription of the client ends with its connection and
 * does not come back. The follower therefore subscribes again after the last place it saw, with growing pauses, and
 * whenever the log is reached over a new connection.
 */
import { type AllStreamSubscription, type Filter, streamNameFilter } from '@eventstore/db-client';
import { pause } from '#infra/database/own-connection.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import type { ServerAddress } from './address.ts';
import { whyOf } from './failure.ts';
import type { Leader } from './leader.ts';
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
  /** Milliseconds until a leader is found. Then the follower pauses. */
  readonly leaderWithinMs: number;
  /** Milliseconds the leader may take to confirm the subscription. */
  readonly confirmWithinMs: number;
  /** Milliseconds of silence after which the follower asks the leader something. */
  readonly quietMs: number;
};

type Followed = {
  /** Place after which the log is followed. */
  readonly after: ReadStart;
  readonly heard: (place: bigint) => void;
  /** A small question to the leader. A leader that does not answer it is doubted. */
  readonly ask: () => Promise<unknown>;
};

/** Number of 32-event batches that the server scans between two checkpoints. */
const CHECKPOINT_EVERY = 32;

export const follow = (
  leader: Leader,
  address: ServerAddress,
  options: FollowerOptions,
  { after, heard, ask }: Followed,
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
    const leading = await leader.find(options.leaderWithinMs);
    if (signal.aborted) throw new Error('the log is closed');
    const askedAt = performance.now();
    const subscription = leading.client.subscribeToAll({
      fromPosition: at,
      filter: filter(),
      credentials: address.credentials,
      requiresLeader: true,
    });
    current = subscription;
    subscription.on('error', () => undefined);
    const confirmed = Promise.withResolvers<void>();
    const moved = (): void => void subscription.destroy(new Error('the log has a new connection'));
    leading.over.addEventListener('abort', moved, { once: true });
    subscription.on('confirmation', () => {
      leading.heardAt = performance.now();
      connected = true;
      pauses.reset();
      confirmed.resolve();
    });
    // Nothing distinguishes a log without news from a leader that fell silent, so the leader is asked.
    const asking = setInterval(() => {
      if (performance.now() - leading.heardAt >= options.quietMs) ask().catch(() => undefined);
    }, options.quietMs);
    asking.unref();
    within(options.confirmWithinMs, confirmed.promise).catch((late: Error) => subscription.destroy(late));
    try {
      for await (const { event } of subscription) {
        if (event?.position === undefined) continue;
        leading.heardAt = performance.now();
        at = event.position;
        heard(event.position.commit);
      }
      throw new Error('the server ended the subscription');
    } catch (error) {
      if (!signal.aborted) leader.doubt({ leading, error, askedAt });
      throw error;
    } finally {
      clearInterval(asking);
      leading.over.removeEventListener('abort', moved);
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
