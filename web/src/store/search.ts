/** The changes of the last search. The answer to an earlier request is dropped. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { SearchPage } from '#gateway/protocol/search.ts';
import { edited } from '#web/store/edited.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import type { FoundMessage, MessageDispatch, Search, SearchTrouble } from '#web/store/state.ts';

export const askSearch = (before: Search | null, facts: FactsOf<'search.asked'>): Search => {
  const { guild_id: guildId, request, text, sort, more } = facts;
  if (more && before !== null) return { ...before, request, trouble: null };
  return { guildId, text, sort, hits: [], next: null, nearly: false, request, trouble: null };
};

export const loadSearch = (search: Search, request: string, page: SearchPage): Search => {
  if (search.request !== request) return search;
  const known = new Set(search.hits.map(({ message }) => message.message_id));
  return {
    ...search,
    hits: [...search.hits, ...page.hits.filter(({ message }) => !known.has(message.message_id))],
    next: page.next_before,
    nearly: page.nearly,
    request: null,
  };
};

export const failSearch = (search: Search, request: string, trouble: SearchTrouble): Search =>
  search.request === request ? { ...search, request: null, trouble } : search;

/** Answers a hit with its edited text. Nothing is marked, because the found words may be gone. Null for an erased text. */
const editedHit = (
  hit: FoundMessage,
  change: Extract<MessageDispatch, { t: 'message_update' }>,
): FoundMessage | null => (change.d.content === null ? null : { message: edited(hit.message, change), snippet: null });

/** Applies an edit or a deletion to a hit. The client hears changes only of subscribed channels. */
export const changeHits = (search: Search, change: MessageDispatch): Search => {
  if (change.t !== 'message_update' && change.t !== 'message_delete') return search;
  const { message_id, revision } = change.d;
  const at = search.hits.findIndex(({ message }) => message.message_id === message_id);
  const hit = search.hits[at];
  if (hit === undefined || hit.message.revision >= revision) return search;
  const next = change.t === 'message_update' ? editedHit(hit, change) : null;
  return { ...search, hits: next === null ? search.hits.toSpliced(at, 1) : search.hits.with(at, next) };
};

/** Keeps only the hits in channels that the viewer still sees. */
export const hitsOf = (search: Search | null, channels: { readonly [id: ChannelId]: Channel }): Search | null => {
  if (search === null) return null;
  const hits = search.hits.filter(({ message }) => channels[message.channel_id] !== undefined);
  return hits.length === search.hits.length ? search : { ...search, hits };
};
