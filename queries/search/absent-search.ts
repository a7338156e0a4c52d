import * as TE from 'fp-ts/lib/TaskEither.js';
import type { MessageSearch, SearchFailure } from '#queries/ports/message-search.ts';

/** What stands where no index can be asked: every question gets the one answer, and everything else goes on. */
export const absentSearch = (why: SearchFailure): MessageSearch => ({
  trouble: () => why,
  search: () => TE.left(why),
  highlight: () => TE.left(why),
});
