/** The reducer's state as a Solid signal. Slices are read through memos, which compare by reference. */

import { createSignal } from 'solid-js';
import { apply } from '#web/store/apply.ts';
import type { FactsOf, Input } from '#web/store/inputs.ts';
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
  let created: Array<FactsOf<'message_create'>> = [];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let planned = false;
  const [state, setState] = createSignal(INITIAL);
  /** Messages that come in a row are applied at once: each by itself would copy the whole window. */
  const settle = (): void => {
    if (created.length === 0) return;
    const arrived = created;
    created = [];
    current = apply(current, { t: 'messages.arrived', d: { created: arrived } });
  };
  const draw = (): void => {
    planned = false;
    drawnAt = now();
    settle();
    setState(current);
  };
  return {
    state,
    current: () => {
      settle();
      return current;
    },
    tell: (input) => {
      if (input.t === 'message_create') created.push(input.d);
      else {
        settle();
        current = apply(current, input);
      }
      // At once: a screen that stood for two persons on end would keep for the second what the first was writing.
      if (input.t === 'session.ended') return draw();
      if (planned) return;
      const since = now() - drawnAt;
      if (since >= DRAWN_EVERY_MS || since < 0) return draw();
      planned = true;
      later(DRAWN_EVERY_MS - since, draw);
    },
  };
};
