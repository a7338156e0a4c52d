/** Sends the search of the user to the server, one at a time. Repeats it while the index is being built. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Api } from '#web/client/api.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { SearchSort } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';

const ASK_AGAIN_SECS = 5;

export type SearchText = { readonly guildId: GuildId; readonly text: string; readonly sort: SearchSort };
export type Searcher = {
  readonly search: (asked: SearchText) => void;
  /** Loads the next page of the last search. Does nothing without a next page, or while a request runs. */
  readonly more: () => void;
  readonly clear: () => void;
};

export const searching = (
  store: Store,
  api: Pick<Api, 'newKey' | 'search'>,
  { later }: Pick<Platform, 'later'>,
): Searcher => {
  let callOff = (): void => undefined;
  let running = new AbortController();
  const ask = async (asked: SearchText, before: string | null): Promise<void> => {
    callOff();
    running.abort();
    running = new AbortController();
    const { guildId, text, sort } = asked;
    const request = api.newKey();
    store.tell({ t: 'search.asked', d: { guild_id: guildId, request, text, sort, more: before !== null } });
    const page = await api.search(guildId, { text, sort, before, signal: running.signal });
    if (!isLeft(page)) return store.tell({ t: 'search.loaded', d: { request, page: page.right } });
    const overtaken = store.current().search?.request !== request;
    store.tell({ t: 'search.failed', d: { request, trouble: page.left } });
    if (overtaken || page.left.code !== 'search_rebuilding') return;
    callOff = later((page.left.retryAfterSecs ?? ASK_AGAIN_SECS) * 1_000, () => void ask(asked, before));
  };
  return {
    search: (asked) => void ask(asked, null),
    more: () => {
      const { search } = store.current();
      if (search !== null && search.next !== null && search.request === null) void ask(search, search.next);
    },
    clear: () => {
      callOff();
      running.abort();
      store.tell({ t: 'search.cleared', d: {} });
    },
  };
};
