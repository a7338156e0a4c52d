import type { RateExceeded } from '#gateway/limits/limiter.ts';
import { notFound, queryFailures, rateLimited } from '#gateway/present/failures.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { Refusals } from '#gateway/present/refusals.ts';
import type { SearchHit } from '#gateway/protocol/search.ts';
import type { SearchFailure } from '#queries/ports/message-search.ts';
import type { NotVisible, QueryFailure, SearchQueryInvalid, SearchView } from '#queries/queries.ts';

const REBUILDING_RETRY_SECS = 5;
/** Scripts without spaces make many words of one sentence, so the sentence says what counts. */
const TOO_LONG =
  'This search has too many words. In Chinese or Japanese every character counts as one. Search for a shorter part of the text.';

export const searchRefusals: Refusals<NotVisible | QueryFailure | SearchQueryInvalid | SearchFailure | RateExceeded> = {
  ...queryFailures,
  NotVisible: notFound,
  RateExceeded: { code: 'rate_limited', explain: rateLimited },
  SearchQueryInvalid: {
    code: 'search_query_invalid',
    explain: ({ fault: { at, length, why } }) => ({ detail: why, field: 'q', within: { at, length } }),
  },
  SearchUnavailable: {
    code: 'search_unavailable',
    explain: ({ why }) => ({ detail: `Search is not available on this server: ${why}.` }),
  },
  SearchRebuilding: {
    code: 'search_rebuilding',
    explain: ({ done }) => {
      const donePercent = Math.max(0, Math.min(100, Math.floor(done * 100)));
      const detail = `The server is building the search index: ${donePercent} % is done. Try again in a while.`;
      return { detail, donePercent, retryAfterSecs: REBUILDING_RETRY_SECS };
    },
  },
  SearchTooSlow: {
    code: 'search_too_slow',
    explain: () => ({
      detail: 'The search took too long. Search for rarer words, or limit it to one channel or to some dates.',
    }),
  },
  SearchTooLong: {
    code: 'search_query_invalid',
    explain: () => ({ detail: TOO_LONG, field: 'q' }),
  },
};

export const presentHit = ({ message, snippet }: SearchView['hits'][number]): SearchHit => ({
  message: presentAuthored(message),
  snippet,
});
