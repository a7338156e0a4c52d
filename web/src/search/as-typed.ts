/** Searches while the user types: after a pause, and only for a text that is finished so far. */

import type { Platform } from '#web/platform/platform.ts';

/**
 * Milliseconds without a letter after which the typed text is searched. Even a user who pauses after every letter stays
 * below the server's rate of searches, which is 20 in 10 seconds.
 */
export const TYPING_PAUSE_MS = 600;
/** Characters of a text that is searched while it is typed. A shorter one matches too much and waits for Enter. */
export const TYPED_CHARS_MIN = 3;

/** A filter whose value is not typed yet, a lonely minus, or a prefix whose letters are missing. */
const UNFINISHED = /(?:^|\s)-?(?:[A-Za-z]+:["\u201C\u201D\u201E]?|\*)?$/;
const QUOTES = /["\u201C\u201D\u201E]/g;

/** Says whether a search for the text can answer something before the user has typed the rest. */
export const isFinishedSoFar = (text: string): boolean => {
  const typed = text.trim();
  const open = (typed.match(QUOTES)?.length ?? 0) % 2 === 1;
  return [...typed].length >= TYPED_CHARS_MIN && !open && !UNFINISHED.test(typed);
};

export type TypedSearcher = {
  /** Takes the text after each letter. Runs `search` once the user pauses. */
  readonly typed: (text: string) => void;
  /** Forgets a text that was not searched yet, because the user searches at once or goes away. */
  readonly stop: () => void;
};

export const searchingAsTyped = ({ later }: Pick<Platform, 'later'>, search: () => void): TypedSearcher => {
  let stop = (): void => undefined;
  return {
    typed: (text) => {
      stop();
      if (text.trim() === '' || isFinishedSoFar(text)) stop = later(TYPING_PAUSE_MS, search);
    },
    stop: () => stop(),
  };
};
