/** Resources of the search: pages of hits. */

import { PAGE_CURSOR_CHARS_MAX, SEARCH_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { count, Message, Thread } from '#gateway/protocol/resources.ts';
import { flag, listOf, nullable, object, type TypeOf, text } from '#gateway/protocol/wire.ts';
import { SNIPPET_CHARS_MAX } from '#queries/limits.ts';

/**
 * Snippet of a hit: plain text on one line, as the line of a quote. `ranges` mark the matches in UTF-16 units, from `start`
 * up to before `end`.
 */
export const Snippet = object({
  text: text({ max: SNIPPET_CHARS_MAX + 2 }),
  ranges: listOf(object({ start: count, end: count }), SNIPPET_CHARS_MAX),
});
export type Snippet = TypeOf<typeof Snippet>;
export const SearchHit = object({ message: Message, snippet: Snippet });
export type SearchHit = TypeOf<typeof SearchHit>;
/** Page of hits, with the threads in which they stand. `nearly` is true when no message matched exactly, and these hits differ by a letter. */
export const SearchPage = object(
  {
    hits: listOf(SearchHit, SEARCH_PAGE_MAX),
    next_before: nullable(text({ max: PAGE_CURSOR_CHARS_MAX })),
    nearly: flag,
  },
  { threads: listOf(Thread, SEARCH_PAGE_MAX) },
);
export type SearchPage = TypeOf<typeof SearchPage>;
