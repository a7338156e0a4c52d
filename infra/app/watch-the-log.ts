/**
 * Follows the log from its end, in every process, and keeps nothing. A process whose other parts follow nothing notices
 * a cut of the log all the same. The events come from the tail that all followers share.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { EventFeed } from '#projections/ports/event-feed.ts';

const AGAIN_AFTER_MS = 1_000;

/** Starts to follow. Returns a function that stops it. */
export const watchTheLog = (feed: Pick<EventFeed, 'head' | 'follow'>): (() => Promise<void>) => {
  const stop = new AbortController();
  const { signal } = stop;
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        for await (const _ of feed.follow(await feed.head(), signal)) if (signal.aborted) return;
      } catch {
        // The log is away, or holds an event that nobody can read. The feed itself reports a cut.
      }
      await pauseFor(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  return () => {
    stop.abort();
    return watching;
  };
};
