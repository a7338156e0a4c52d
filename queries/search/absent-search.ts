import * as TE from 'fp-ts/lib/TaskEither.js';
import type { MessageSearch, SearchFailure } from '#queries/ports/message-search.ts';

/**
 * Stands in for the search of a server without an index. It answers every search with the same failure, and takes every
 * text of a query for a word, because nothing here can read it.
 */
export const absentSearch = (why: SearchFailure): MessageSearch => ({
  lastTermOf: (text) => ({ chars: text.length, isWord: true }),
  trouble: () => why,
  search: () => TE.left(why),
  highlight: () => TE.left(why),
});
