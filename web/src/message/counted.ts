/** How the characters that are left are told: to the eye at every key, to the ear where it matters. */

import { words } from '#web/words.ts';

/** The first is where the counter shows. */
const STEPS = [200, 100, 50, 20, 10, 0] as const;

export const countOf = (left: number): string =>
  left > STEPS[0] ? '' : left < 0 ? words.composer.over(-left) : words.composer.left(left);

/** How many of the steps are passed, with going over as the last. */
const passedBy = (left: number): number => STEPS.filter((step) => left <= step).length + (left < 0 ? 1 : 0);

/** Speaks when a step is passed, and keeps to what it said until the next. */
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
