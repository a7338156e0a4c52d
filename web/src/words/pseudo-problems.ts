/** The sentences about problems in the pseudo-language. */

import { problems as english } from '#web/words/en-problems.ts';
import type { ProblemWords } from '#web/words/problems.ts';
import { pseudoOf } from '#web/words/pseudo-text.ts';

export const problems = pseudoOf(english) as ProblemWords;
