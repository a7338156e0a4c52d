import * as TE from 'fp-ts/lib/TaskEither.js';
import type { MessageSearch, SearchFailure } from '#queries/ports/message-search.ts';

/** A search for a server without an index. Every question gets the same answer, and everything else goes on. */
export const absentSearch = (why: SearchFailure): MessageSearch => ({
  trouble: () => why,
  search: () => TE.left(why),
  highlight: () => TE.left(why),
});
