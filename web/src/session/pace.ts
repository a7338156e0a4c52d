/** Sends frames no faster than the server takes them; one too many would cost the connection. */

import { GATEWAY_INGRESS_FRAMES, GATEWAY_INGRESS_WINDOW_MS } from '#gateway/protocol/limits.ts';
import type { Platform } from '#web/platform/platform.ts';

/** Left free for heartbeats and reauthentication, which do not wait, and for two clocks that differ. */
const KEPT_FREE = 5;

export type Pace = {
  readonly send: (text: string) => void;
  readonly sendNow: (text: string) => void;
  readonly stop: () => void;
};

export const paced = (platform: Pick<Platform, 'later'>, write: (text: string) => void): Pace => {
  const waiting: string[] = [];
  /** Sent within the window that now ends. Timers count it, since the time of day may be set back. */
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
