/** The slice of the messages: what happens to them, and the pages of history that bring them. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { settleChanges } from '#web/store/changes.ts';
import { askDetour, changeEverywhere, failDetour, leaveDetour, loadDetour, outrun } from '#web/store/detour.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import { withoutAuthors } from '#web/store/presences.ts';
import { askForQuote, changeQuote, loadQuote, noteQuotable, noteQuotes } from '#web/store/quotes.ts';
import { loadRestored, noteReplaced, noteRestored } from '#web/store/restored.ts';
import { changeHits } from '#web/store/search.ts';
import {
  type Handlers,
  shownMessage,
  withChanges,
  withSearch,
  withTimeline,
  withUnconfirmed,
} from '#web/store/slices/parts.ts';
import type { ClientState, MessageDispatch, Timeline } from '#web/store/state.ts';
import { withThreadsOf } from '#web/store/threads.ts';
import { addMessages, askHistory, failHistory, idOf, loadHistory, trimHistory } from '#web/store/timeline.ts';
import { settle } from '#web/store/unconfirmed.ts';

const onMessage = (before: ClientState, change: MessageDispatch, channelId: ChannelId): ClientState => {
  const state = withSearch(before, (search) => changeHits(search, change));
  const after = withTimeline(state, channelId, (timeline) =>
    changeEverywhere(changeQuote(timeline, change), change, state.me?.user_id),
  );
  if (after.changes.length === 0) return after;
  const id = idOf(change);
  const shown = shownMessage(after, channelId, id);
  if (shown === undefined && change.t !== 'message_delete') return after;
  return withChanges(after, settleChanges(after.changes, id, shown));
};

const onCreated = (state: ClientState, created: FactsOf<'messages.arrived'>['created']): ClientState => {
  const unconfirmed = created.reduce(
    (left, { message, nonce }) => (left.length === 0 ? left : settle(left, message.message_id, nonce)),
    state.unconfirmed,
  );
  const byChannel = Map.groupBy(created, ({ message }) => message.channel_id);
  const messages = created.map(({ message }) => message);
  const typing = withoutAuthors(state.typing, messages);
  const known = withThreadsOf(state, messages);
  return [...byChannel].reduce(
    (after, [channelId, arrived]) =>
      withTimeline(after, channelId, (timeline) => {
        const messages = arrived.map(({ message }) => message);
        return outrun(addMessages(noteQuotes(timeline, messages), messages));
      }),
    withUnconfirmed(typing === known.typing ? known : { ...known, typing }, unconfirmed),
  );
};

/** Applies the changes that came while a page was on its way to the quotes of the page. */
const withLateQuotes = (timeline: Timeline, { late }: Timeline): Timeline => late.reduce(changeQuote, timeline);

const settleAll = (state: ClientState, messages: ReadonlyArray<Message>): ClientState =>
  state.unconfirmed.length === 0
    ? state
    : withUnconfirmed(
        state,
        messages.reduce(
          (unconfirmed, message) => settle(unconfirmed, message.message_id, undefined),
          state.unconfirmed,
        ),
      );

export const messageHandlers: Handlers<
  | 'message_create'
  | 'message_update'
  | 'message_delete'
  | 'message_restore'
  | 'message_replace'
  | 'message_pin_update'
  | 'message_forward_update'
  | 'message_reaction_add'
  | 'message_reaction_remove'
  | 'messages.arrived'
  | 'restored.loaded'
  | 'quote.asked'
  | 'quote.loaded'
  | 'history.asked'
  | 'history.loaded'
  | 'history.failed'
  | 'history.trimmed'
  | 'detour.asked'
  | 'detour.loaded'
  | 'detour.failed'
  | 'detour.left'
> = {
  message_create: (state, facts) => onCreated(state, [facts]),
  message_update: (state, d) => onMessage(state, { t: 'message_update', d }, d.channel_id),
  message_delete: (state, d) =>
    onMessage(
      withUnconfirmed(state, settle(state.unconfirmed, d.message_id, undefined)),
      { t: 'message_delete', d },
      d.channel_id,
    ),
  message_replace: (state, d) =>
    withTimeline(
      onMessage(withThreadsOf(state, [d.message]), { t: 'message_replace', d }, d.message.channel_id),
      d.message.channel_id,
      (timeline) => noteReplaced(noteQuotes(timeline, [d.message]), d.message),
    ),
  message_pin_update: (state, d) => onMessage(state, { t: 'message_pin_update', d }, d.channel_id),
  message_forward_update: (state, d) => onMessage(state, { t: 'message_forward_update', d }, d.channel_id),
  message_restore: (state, { channel_id, message_id, revision }) =>
    withTimeline(state, channel_id, (timeline) =>
      noteRestored(noteQuotable(timeline, message_id), message_id, revision),
    ),
  'restored.loaded': (state, { channel_id, message_id, page }) =>
    withTimeline(withThreadsOf(state, page?.messages ?? []), channel_id, (timeline) =>
      loadRestored(noteQuotes(timeline, page?.messages ?? []), message_id, page),
    ),
  'quote.asked': (state, { channel_id, message_id, request }) =>
    withTimeline(state, channel_id, (timeline) => askForQuote(timeline, message_id, request)),
  'quote.loaded': (state, { channel_id, message_id, request, quote }) =>
    withTimeline(state, channel_id, (timeline) => loadQuote(timeline, message_id, request, quote)),
  message_reaction_add: (state, d) => onMessage(state, { t: 'message_reaction_add', d }, d.channel_id),
  message_reaction_remove: (state, d) => onMessage(state, { t: 'message_reaction_remove', d }, d.channel_id),
  'messages.arrived': (state, { created }) => onCreated(state, created),
  'history.asked': (state, { channel_id, request }) =>
    withTimeline(state, channel_id, (timeline) => askHistory(timeline, request)),
  'history.loaded': (state, { channel_id, request, page }) =>
    settleAll(
      withTimeline(withThreadsOf(state, page.messages), channel_id, (timeline) =>
        withLateQuotes(loadHistory(noteQuotes(timeline, page.messages), request, page, state.me?.user_id), timeline),
      ),
      page.messages,
    ),
  'history.failed': (state, { channel_id, request, trouble }) =>
    withTimeline(state, channel_id, (timeline) => failHistory(timeline, request, trouble)),
  'history.trimmed': (state, { channel_id, keep }) =>
    withTimeline(state, channel_id, (timeline) => trimHistory(leaveDetour(timeline), keep)),
  'detour.asked': (state, { channel_id, request, side, target }) =>
    withTimeline(state, channel_id, (timeline) => askDetour(timeline, request, side, target)),
  'detour.loaded': (state, { channel_id, request, page }) =>
    settleAll(
      withTimeline(withThreadsOf(state, page.messages), channel_id, (timeline) =>
        withLateQuotes(loadDetour(noteQuotes(timeline, page.messages), request, page, state.me?.user_id), timeline),
      ),
      page.messages,
    ),
  'detour.failed': (state, { channel_id, request, trouble }) =>
    withTimeline(state, channel_id, (timeline) => failDetour(timeline, request, trouble)),
  'detour.left': (state, { channel_id }) => withTimeline(state, channel_id, leaveDetour),
};
