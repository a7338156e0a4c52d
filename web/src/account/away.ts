/** Tells when the user has had no input for ten minutes, and when the user is back. */

import { onCleanup } from 'solid-js';
import { AWAY_AFTER_MS } from '#gateway/protocol/limits.ts';
import type { Platform } from '#web/platform/platform.ts';

const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Watches the document until its owner goes. A timer runs once in ten minutes, and not for each input. */
export const watchAway = ({ later, now }: Pick<Platform, 'later' | 'now'>, say: (away: boolean) => void): void => {
  let last = now();
  let isAway = false;
  let callOff = (): void => undefined;
  const wait = (ms: number): void => {
    callOff = later(ms, () => {
      const left = AWAY_AFTER_MS - (now() - last);
      if (left > 0) return wait(left);
      isAway = true;
      say(true);
    });
  };
  const heard = (): void => {
    last = now();
    if (!isAway) return;
    isAway = false;
    say(false);
    wait(AWAY_AFTER_MS);
  };
  for (const input of INPUTS) document.addEventListener(input, heard, { capture: true, passive: true });
  wait(AWAY_AFTER_MS);
  onCleanup(() => {
    callOff();
    for (const input of INPUTS) document.removeEventListener(input, heard, { capture: true });
  });
};
