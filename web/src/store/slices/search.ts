/** The slice of the search. */

import { askSearch, failSearch, loadSearch } from '#web/store/search.ts';
import { type Handlers, withSearch } from '#web/store/slices/parts.ts';
import { withThreads } from '#web/store/threads.ts';

export const searchHandlers: Handlers<'search.asked' | 'search.loaded' | 'search.failed' | 'search.cleared'> = {
  'search.asked': (state, facts) => ({ ...state, search: askSearch(state.search, facts) }),
  'search.loaded': (state, { request, page }) =>
    withSearch({ ...state, channels: withThreads(state.channels, page.threads ?? []) }, (search) =>
      loadSearch(search, request, page),
    ),
  'search.failed': (state, { request, trouble }) => withSearch(state, (search) => failSearch(search, request, trouble)),
  'search.cleared': (state) => ({ ...state, search: null }),
};
