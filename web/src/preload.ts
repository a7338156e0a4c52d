/** Loads the parts that the first screen did not need. They then open at once, and without a connection. */

import { onCleanup } from 'solid-js';
import type { Platform } from '#web/platform/platform.ts';

/** Milliseconds after the first idle moment. The messages and their font come before anything that may never be opened. */
const AFTER_IDLE_MS = 2_000;
/** Milliseconds after which a browser that is never idle loads the parts all the same. */
const IDLE_WITHIN_MS = 10_000;

type PartLoader = () => Promise<unknown>;

/** Safari has no idle callback. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: IDLE_WITHIN_MS });
  else setTimeout(work, IDLE_WITHIN_MS);
};

/** Loads one part after the other. A part that could not be loaded is tried again when the network comes back. */
export const preload = (
  platform: Pick<Platform, 'later' | 'online' | 'watchOnline'>,
  parts: ReadonlyArray<PartLoader>,
) => {
  let left = [...parts];
  let over = false;
  const load = async (): Promise<void> => {
    const failed: PartLoader[] = [];
    for (const part of left) {
      if (over) return;
      await part().catch(() => failed.push(part));
    }
    left = failed;
  };
  let running = Promise.resolve();
  const start = (): void => {
    running = running.then(load);
  };
  whenIdle(() => {
    if (!over) platform.later(AFTER_IDLE_MS, start);
  });
  const stop = platform.watchOnline(() => {
    if (platform.online()) start();
  });
  onCleanup(() => {
    over = true;
    stop();
  });
};
