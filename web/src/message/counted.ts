/** The count of characters that are left. The screen shows each change, screen readers hear a few steps. */

import { words } from '#web/words/words.ts';

/** Counts at which screen readers hear the counter. The counter shows from the first one on. */
const STEPS = [200, 100, 50, 20, 10, 0] as const;

export const countOf = (left: number): string =>
  left > STEPS[0] ? '' : left < 0 ? words.composer.over(-left) : words.composer.left(left);

/** Number of steps that `left` has passed. A text that is too long passes one more. */
const passedBy = (left: number): number => STEPS.filter((step) => left <= step).length + (left < 0 ? 1 : 0);

/** Answers a new text when a step is passed, and repeats the last text until the next step. */
export const spokenCount = () => {
  let passed = 0;
  let said = '';
  return (left: number): string => {
    const now = passedBy(left);
    if (now !== passed) said = countOf(left);
    passed = now;
    return said;
  };
};
