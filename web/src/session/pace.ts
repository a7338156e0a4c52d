/** Sends frames no faster than the server allows. The server closes a connection that sends too many. */

import { GATEWAY_INGRESS_FRAMES, GATEWAY_INGRESS_WINDOW_MS } from '#gateway/protocol/limits.ts';
import type { Platform } from '#web/platform/platform.ts';

/** Frames of the server's limit that stay free for heartbeats, reauthentication and clocks that differ. */
const KEPT_FREE = 5;

export type Pace = {
  readonly send: (text: string) => void;
  /** Sends at once, without the limit. */
  readonly sendNow: (text: string) => void;
  readonly stop: () => void;
};

export const paced = (platform: Pick<Platform, 'later'>, write: (text: string) => void): Pace => {
  const waiting: string[] = [];
  /** Frames sent within the last window. Timers count them, because the time of day may be set back. */
  let recent = 0;

  const sendNow = (text: string): void => {
    recent += 1;
    platform.later(GATEWAY_INGRESS_WINDOW_MS + 1, () => {
      recent -= 1;
      flush();
    });
    write(text);
  };
  const flush = (): void => {
    while (waiting.length > 0 && recent < GATEWAY_INGRESS_FRAMES - KEPT_FREE) sendNow(waiting.shift() ?? '');
  };
  return {
    send: (text) => {
      waiting.push(text);
      flush();
    },
    sendNow,
    stop: () => {
      waiting.length = 0;
    },
  };
};
