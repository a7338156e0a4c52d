/** The reducer's state as a Solid signal. Slices are read through memos, which compare by reference. */

import { createSignal } from 'solid-js';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

/** What arrives within one frame of the screen is drawn once. */
const DRAWN_EVERY_MS = 16;

export type Store = {
  /** For drawing; may lag by one frame. */
  readonly state: () => ClientState;
  /** As of this moment; not tracked. */
  readonly current: () => ClientState;
  readonly tell: (input: Input) => void;
};

export const store = (now: () => number, later: (ms: number, work: () => void) => void): Store => {
  let current = INITIAL;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let planned = false;
  const [state, setState] = createSignal(INITIAL);
  const draw = (): void => {
    planned = false;
    drawnAt = now();
    setState(current);
  };
  return {
    state,
    current: () => current,
    tell: (input) => {
      current = apply(current, input);
      if (planned) return;
      const since = now() - drawnAt;
      if (since >= DRAWN_EVERY_MS || since < 0) return draw();
      planned = true;
      later(DRAWN_EVERY_MS - since, draw);
    },
  };
};
