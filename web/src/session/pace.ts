/** Sends frames no faster than the server takes them; one too many would cost the connection. */

import { GATEWAY_INGRESS_FRAMES, GATEWAY_INGRESS_WINDOW_MS } from '#domain/kernel/limits.ts';
import type { Platform } from '#web/platform/platform.ts';

/** Left free for heartbeats and reauthentication, which do not wait, and for two clocks that differ. */
const KEPT_FREE = 5;

export type Pace = {
  readonly send: (text: string) => void;
  readonly sendNow: (text: string) => void;
  readonly stop: () => void;
};

export const paced = (platform: Pick<Platform, 'now' | 'later'>, write: (text: string) => void): Pace => {
  const waiting: string[] = [];
  let sentAt: number[] = [];
  let callOff: (() => void) | null = null;

  const sendNow = (text: string): void => {
    sentAt.push(platform.now());
    write(text);
  };
  const flush = (): void => {
    callOff = null;
    const now = platform.now();
    sentAt = sentAt.filter((at) => at > now - GATEWAY_INGRESS_WINDOW_MS);
    while (waiting.length > 0 && sentAt.length < GATEWAY_INGRESS_FRAMES - KEPT_FREE) sendNow(waiting.shift() ?? '');
    const oldest = sentAt[0];
    if (waiting.length > 0 && oldest !== undefined) {
      callOff = platform.later(oldest + GATEWAY_INGRESS_WINDOW_MS - now + 1, flush);
    }
  };
  return {
    send: (text) => {
      waiting.push(text);
      if (callOff === null) flush();
    },
    sendNow,
    stop: () => {
      callOff?.();
      waiting.length = 0;
    },
  };
};
