/** Announces lines to screen readers, at most once per interval. */

import { createSignal } from 'solid-js';

const SPEAK_EVERY_MS = 1_500;
/** Lines that are spoken at once. More lines are spoken as the caller's summary. */
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
    /** The text to speak. Each is a new value, so that a repeated text is heard again. */
    spoken,
  };
};

export type Announcer = ReturnType<typeof announcer>;
