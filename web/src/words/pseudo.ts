/** A pseudo-language made of the English texts. It shows faults of the layout. */

import { en } from '#web/words/en.ts';
import { pseudoOf } from '#web/words/pseudo-text.ts';
import type { Words } from '#web/words/words.ts';

export const pseudo: Words = pseudoOf<Words>(en);
