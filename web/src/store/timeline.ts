/**
 * The window on a channel. Two rules make any order and any repetition of inputs end in the same window:
 * a message changes only to a higher revision, and what was deleted at a revision stays deleted up to it.
 */

import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Message, MessagePage, Reaction } from '#gateway/protocol/resources.ts';
import type { MessageChange, Timeline, Trouble } from '#web/store/state.ts';

export const idOf = (change: MessageChange): MessageId =>
  change.t === 'message_replace' ? change.d.message.message_id : change.d.message_id;
export const revisionOf = (change: MessageChange): number =>
  change.t === 'message_replace' ? change.d.message.revision : change.d.revision;

/** Where `id` stands, or would stand. Looks from the end first, where nearly everything happens. */
export const placeOf = (messages: ReadonlyArray<Message>, id: MessageId): number => {
  const last = messages[messages.length - 1];
  if (last === undefined || last.message_id < id) return messages.length;
  let low = 0;
  let high = messages.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle] as Message).message_id < id) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const messageIn = (timeline: Timeline, id: MessageId): Message | undefined => {
  const found = timeline.messages[placeOf(timeline.messages, id)];
  return found?.message_id === id ? found : undefined;
};

/** Before the first page everything live is kept: the page will tell where the window starts. */
const inside = (timeline: Timeline, id: MessageId): boolean =>
  timeline.start.kind !== 'after' || id >= timeline.start.before;

export const buried = (timeline: Timeline, message: Message): boolean =>
  (timeline.tombstones[message.message_id] ?? -1) >= message.revision;

const put = (timeline: Timeline, message: Message): Timeline => {
  const at = placeOf(timeline.messages, message.message_id);
  const known = timeline.messages[at]?.message_id === message.message_id ? timeline.messages[at] : undefined;
  if (known !== undefined && known.revision >= message.revision) return timeline;
  if (buried(timeline, message)) return timeline;
  return { ...timeline, messages: timeline.messages.toSpliced(at, known === undefined ? 0 : 1, message) };
};

/**
 * Both sides are in the order of ids. Of a message that both hold the higher revision stays, and the known one
 * where they are alike. Only where the sides overlap is anything compared.
 */
export const merged = (known: ReadonlyArray<Message>, added: ReadonlyArray<Message>): ReadonlyArray<Message> => {
  const first = added[0];
  if (first === undefined) return known;
  const start = placeOf(known, first.message_id);
  const between: Message[] = [];
  let i = start;
  for (const message of added) {
    for (let next = known[i]; next !== undefined && next.message_id < message.message_id; next = known[i]) {
      between.push(next);
      i += 1;
    }
    const same = known[i]?.message_id === message.message_id ? known[i] : undefined;
    if (same !== undefined) i += 1;
    between.push(same !== undefined && same.revision >= message.revision ? same : message);
  }
  return known.slice(0, start).concat(between, known.slice(i));
};

export const inOrder = (messages: ReadonlyArray<Message>): ReadonlyArray<Message> =>
  messages.toSorted((a, b) => (a.message_id < b.message_id ? -1 : 1));

/** As if one by one, but the window is copied once: somebody who was away may be told of a hundred thousand. */
export const addMessages = (timeline: Timeline, messages: ReadonlyArray<Message>): Timeline => {
  const newest = new Map<MessageId, Message>();
  for (const message of messages) {
    if (!inside(timeline, message.message_id) || buried(timeline, message)) continue;
    if ((newest.get(message.message_id)?.revision ?? -1) < message.revision) newest.set(message.message_id, message);
  }
  const [only, another] = newest.values();
  if (only === undefined) return timeline;
  if (another === undefined) return put(timeline, only);
  return { ...timeline, messages: merged(timeline.messages, inOrder([...newest.values()])) };
};

const withReaction = (
  reactions: ReadonlyArray<Reaction>,
  emoji: string,
  step: 1 | -1,
  mine: boolean,
): ReadonlyArray<Reaction> => {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known === undefined) return step === 1 ? [...reactions, { emoji, count: 1, me: mine }] : reactions;
  const count = known.count + step;
  if (count <= 0) return reactions.filter((reaction) => reaction !== known);
  const next = { emoji, count, me: mine ? step === 1 : known.me };
  return reactions.map((reaction) => (reaction === known ? next : reaction));
};

export const changed = (message: Message, change: MessageChange, viewer: UserId | undefined): Message | null => {
  switch (change.t) {
    case 'message_update': {
      const { content, edited_at, revision } = change.d;
      return { ...message, content, edited_at, revision };
    }
    case 'message_reaction_add':
    case 'message_reaction_remove': {
      const { emoji, user_id, revision } = change.d;
      const step = change.t === 'message_reaction_add' ? 1 : -1;
      return { ...message, reactions: withReaction(message.reactions, emoji, step, user_id === viewer), revision };
    }
    case 'message_replace':
      return change.d.message;
    case 'message_delete':
      return null;
  }
};

const same = (a: MessageChange, b: MessageChange): boolean =>
  a.t === b.t && idOf(a) === idOf(b) && revisionOf(a) === revisionOf(b);

const keepLate = (timeline: Timeline, change: MessageChange): Timeline =>
  (timeline.loading === null && (timeline.detour?.request ?? null) === null) ||
  timeline.late.some((kept) => same(kept, change))
    ? timeline
    : { ...timeline, late: [...timeline.late, change] };

const bury = (timeline: Timeline, id: MessageId, revision: number): Timeline =>
  (timeline.tombstones[id] ?? -1) >= revision
    ? timeline
    : { ...timeline, tombstones: { ...timeline.tombstones, [id]: revision } };

export const changeMessage = (timeline: Timeline, change: MessageChange, viewer: UserId | undefined): Timeline => {
  const id = idOf(change);
  const known = messageIn(timeline, id);
  if (known === undefined) {
    if (change.t === 'message_delete') return bury(timeline, id, change.d.revision);
    // A whole message inside a loaded window may stand in it at once; anything else waits for a page to hold it.
    return change.t === 'message_replace' && timeline.start.kind !== 'unloaded' && inside(timeline, id)
      ? put(timeline, change.d.message)
      : keepLate(timeline, change);
  }
  if (known.revision >= revisionOf(change)) return timeline;
  const next = changed(known, change, viewer);
  const at = placeOf(timeline.messages, id);
  return next === null
    ? bury({ ...timeline, messages: timeline.messages.toSpliced(at, 1) }, id, revisionOf(change))
    : { ...timeline, messages: timeline.messages.with(at, next) };
};

/** Late changes are kept for as long as any page is on its way that may hold what they change. */
export const withoutLate = (timeline: Timeline): Timeline =>
  timeline.loading === null && (timeline.detour?.request ?? null) === null ? { ...timeline, late: [] } : timeline;

export const askHistory = (timeline: Timeline, request: string): Timeline => ({
  ...timeline,
  loading: request,
  trouble: null,
});

/** Splices a page to the window by what came meanwhile: the page first, then every change that waited for it. */
export const loadHistory = (
  timeline: Timeline,
  request: string,
  page: MessagePage,
  viewer: UserId | undefined,
): Timeline => {
  if (timeline.loading !== request) return timeline;
  const arrived = inOrder(page.messages.filter((message) => !buried(timeline, message)));
  const messages = merged(timeline.messages, arrived);
  const before = page.next_before;
  const opened: Timeline = {
    ...timeline,
    // Live messages older than a first page (an import) lie before the window like everything else there.
    messages: before === null ? messages : messages.filter((message) => message.message_id >= before),
    start: before === null ? { kind: 'beginning' } : { kind: 'after', before },
    loading: null,
  };
  return withoutLate(timeline.late.reduce((window, change) => changeMessage(window, change, viewer), opened));
};

export const failHistory = (timeline: Timeline, request: string, trouble: Trouble): Timeline =>
  timeline.loading === request ? withoutLate({ ...timeline, loading: null, trouble }) : timeline;

export const trimHistory = (timeline: Timeline, keep: number): Timeline => {
  if (timeline.start.kind === 'unloaded' || timeline.messages.length <= keep) return timeline;
  const messages = timeline.messages.slice(-keep);
  const first = messages[0];
  // A page on its way belongs before the old start, so it must not be spliced to the new one.
  return first === undefined
    ? timeline
    : { ...timeline, messages, start: { kind: 'after', before: first.message_id }, loading: null, late: [] };
};
