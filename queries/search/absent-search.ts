import * as TE from 'fp-ts/lib/TaskEither.js';
import type { MessageSearch, SearchFailure } from '#queries/ports/message-search.ts';

/** Stands in for the search of a server without an index. It answers every search with the same failure. */
export const absentSearch = (why: SearchFailure): MessageSearch => ({
  trouble: () => why,
  search: () => TE.left(why),
  highlight: () => TE.left(why),
});
