/** Speaks to screen readers, politely and never faster than people can listen. */

import { createSignal } from 'solid-js';

const SPEAK_EVERY_MS = 1_500;
/** More than so many lines at once are summed up by the caller's own sentence. */
const SPOKEN_AT_ONCE = 3;

export const announcer = (later: (ms: number, work: () => void) => void) => {
  const [spoken, setSpoken] = createSignal<{ readonly text: string } | null>(null);
  let waiting: string[] = [];
  let summary: ((count: number) => string) | undefined;
  const speak = (): void => {
    const text =
      waiting.length > SPOKEN_AT_ONCE && summary !== undefined ? summary(waiting.length) : waiting.join('. ');
    setSpoken({ text });
    waiting = [];
    summary = undefined;
  };
  return {
    say: (line: string, sumUp?: (count: number) => string): void => {
      if (waiting.length === 0) later(SPEAK_EVERY_MS, speak);
      waiting.push(line);
      summary = sumUp ?? summary;
    },
    /** Another value each time, for the same words said twice must be heard twice. */
    spoken,
  };
};

export type Announcer = ReturnType<typeof announcer>;
