import type { RateExceeded } from '#gateway/limits/limiter.ts';
import { notFound, queryFailures, rateLimited } from '#gateway/present/failures.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { Refusals } from '#gateway/present/refusals.ts';
import type { SearchHit } from '#gateway/protocol/resources.ts';
import type { SearchFailure } from '#queries/ports/message-search.ts';
import type { NotVisible, QueryFailure, SearchQueryInvalid, SearchView } from '#queries/queries.ts';

const REBUILDING_RETRY_SECS = 5;

export const searchRefusals: Refusals<NotVisible | QueryFailure | SearchQueryInvalid | SearchFailure | RateExceeded> = {
  ...queryFailures,
  NotVisible: notFound,
  RateExceeded: { code: 'rate_limited', tell: rateLimited },
  SearchQueryInvalid: {
    code: 'search_query_invalid',
    tell: ({ fault: { at, length, why } }) => ({ detail: why, field: 'q', within: { at, length } }),
  },
  SearchUnavailable: {
    code: 'search_unavailable',
    tell: ({ why }) => ({ detail: `Search is not available on this server: ${why}.` }),
  },
  SearchRebuilding: {
    code: 'search_rebuilding',
    tell: ({ done }) => {
      const donePercent = Math.max(0, Math.min(100, Math.floor(done * 100)));
      const detail = `The search index is being built: ${donePercent} % of it is done. Try again in a while.`;
      return { detail, donePercent, retryAfterSecs: REBUILDING_RETRY_SECS };
    },
  },
  SearchTooSlow: {
    code: 'search_too_slow',
    tell: () => ({ detail: 'Nothing was found in time. Ask for something rarer, or for one channel or time alone.' }),
  },
};

export const presentHit = ({ message, snippet }: SearchView['hits'][number]): SearchHit => ({
  message: presentAuthored(message),
  snippet,
});
