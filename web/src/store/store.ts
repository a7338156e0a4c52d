/** The state of the reducer as a Solid signal. Memos over its parts compare by reference. */

import { createSignal } from 'solid-js';
import { apply } from '#web/store/apply.ts';
import type { FactsOf, Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

/** Milliseconds between two updates of the screen. Inputs between them are drawn together. */
const DRAWN_EVERY_MS = 16;

export type Store = {
  /** The state for drawing. It may be one frame late. */
  readonly state: () => ClientState;
  /** The newest state. Solid does not track it. */
  readonly current: () => ClientState;
  readonly tell: (input: Input) => void;
};

/** @param heard Takes the newest state after each change of it. */
export const store = (
  now: () => number,
  later: (ms: number, work: () => void) => void,
  heard: (state: ClientState) => void = () => undefined,
): Store => {
  let current = INITIAL;
  let created: Array<FactsOf<'message_create'>> = [];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let planned = false;
  const [state, setState] = createSignal(INITIAL);
  /** Applies all waiting messages together. One by one, each message would copy the whole window. */
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
    heard(current);
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
        heard(current);
      }
      // The end of a session is drawn at once. Otherwise the next user could see the text of the last one.
      if (input.t === 'session.ended') return draw();
      if (planned) return;
      const since = now() - drawnAt;
      if (since >= DRAWN_EVERY_MS || since < 0) return draw();
      planned = true;
      later(DRAWN_EVERY_MS - since, draw);
    },
  };
};
