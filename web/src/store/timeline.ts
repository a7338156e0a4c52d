/**
 * The window on a channel, in the order of the server's log, which the client is told and cannot work out: an id
 * carries the time at which its sender first tried, by the sender's clock. A dispatch stands behind all that was heard
 * before it, a page before all that is known. Two rules make repetition, and any place of a page between the
 * dispatches, end in the same window: a message changes only to a higher revision, and what was deleted at a revision
 * stays deleted up to it.
 */

import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Message, MessagePage, Reaction } from '#gateway/protocol/resources.ts';
import type { LoadedStart, MessageChange, Timeline, Trouble } from '#web/store/state.ts';

const idOf = (change: MessageChange): MessageId =>
  change.t === 'message_replace' ? change.d.message.message_id : change.d.message_id;
const revisionOf = (change: MessageChange): number =>
  change.t === 'message_replace' ? change.d.message.revision : change.d.revision;

/** Where each message of a list stands, counted from `first`, so that a page before them renumbers none. */
type Places = { readonly numbers: Map<MessageId, number>; readonly first: number };
/**
 * Made when it is first asked for, and handed on to the list that follows where messages came at an end only; a list
 * that was left behind makes its own again.
 */
const placesIn = new WeakMap<ReadonlyArray<Message>, Places>();
const placesOf = (messages: ReadonlyArray<Message>): Places => {
  const known = placesIn.get(messages);
  if (known !== undefined) return known;
  const places = { numbers: new Map(messages.map(({ message_id }, at) => [message_id, at])), first: 0 };
  placesIn.set(messages, places);
  return places;
};
/** @param preceding how many of `after` stand before those of `before`, which it holds in their order. */
const followed = (before: ReadonlyArray<Message>, after: ReadonlyArray<Message>, preceding = 0) => {
  const { numbers, first } = placesOf(before);
  placesIn.delete(before);
  const place = (at: number) => numbers.set((after[at] as Message).message_id, first - preceding + at);
  for (let at = 0; at < preceding; at += 1) place(at);
  for (let at = preceding + before.length; at < after.length; at += 1) place(at);
  placesIn.set(after, { numbers, first: first - preceding });
  return after;
};

const indexIn = (messages: ReadonlyArray<Message>, id: MessageId): number => {
  const { numbers, first } = placesOf(messages);
  return (numbers.get(id) ?? first - 1) - first;
};
export const messageIn = (timeline: Timeline, id: MessageId): Message | undefined =>
  timeline.messages[indexIn(timeline.messages, id)];

const buried = (timeline: Timeline, message: Message): boolean =>
  (timeline.tombstones[message.message_id] ?? -1) >= message.revision;

/** Those of `messages` that `others` does not hold. */
export const without = (messages: ReadonlyArray<Message>, others: ReadonlyArray<Message>): ReadonlyArray<Message> =>
  messages.filter(({ message_id }) => indexIn(others, message_id) === -1);

/** Each of `messages` at the higher of the revisions that both lists hold of it. */
export const atNewest = (messages: ReadonlyArray<Message>, others: ReadonlyArray<Message>): ReadonlyArray<Message> =>
  messages.map((message) => {
    const other = others[indexIn(others, message.message_id)];
    return other !== undefined && other.revision >= message.revision ? other : message;
  });

/** What a page brings, oldest first as all is kept here, less what is deleted and no older than the window knows it. */
export const broughtBy = (page: MessagePage, timeline: Timeline): ReadonlyArray<Message> =>
  atNewest(page.messages.filter((message) => !buried(timeline, message)).toReversed(), timeline.messages);

/** As if one by one, but the window is copied once: somebody who was away may be told of a hundred thousand. */
export const addMessages = (timeline: Timeline, told: ReadonlyArray<Message>): Timeline => {
  const newest = new Map<MessageId, Message>();
  for (const message of told) {
    const known = newest.get(message.message_id) ?? messageIn(timeline, message.message_id);
    if (buried(timeline, message) || (known?.revision ?? -1) >= message.revision) continue;
    newest.set(message.message_id, message);
  }
  if (newest.size === 0) return timeline;
  const unknown = [...newest.values()].filter(({ message_id }) => messageIn(timeline, message_id) === undefined);
  const messages = timeline.messages.concat(unknown);
  for (const message of newest.values()) {
    const at = indexIn(timeline.messages, message.message_id);
    if (at !== -1) messages[at] = message;
  }
  return {
    ...timeline,
    messages: followed(timeline.messages, messages),
    sinceToken: timeline.sinceToken + unknown.length,
  };
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

const changed = (message: Message, change: MessageChange, viewer: UserId | undefined): Message | null => {
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

/** The list with a change of one of its messages; itself where it does not hold that one, or has passed the change. */
export const withChange = (
  messages: ReadonlyArray<Message>,
  change: MessageChange,
  viewer: UserId | undefined,
): ReadonlyArray<Message> => {
  const at = indexIn(messages, idOf(change));
  const known = messages[at];
  if (known === undefined || known.revision >= revisionOf(change)) return messages;
  const next = changed(known, change, viewer);
  return next === null ? messages.toSpliced(at, 1) : followed(messages, messages.with(at, next));
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
  if (messageIn(timeline, id) === undefined) {
    // A change tells no place: what is not in the window lies before it, or in a page on its way.
    return change.t === 'message_delete' ? bury(timeline, id, change.d.revision) : keepLate(timeline, change);
  }
  const messages = withChange(timeline.messages, change, viewer);
  if (messages === timeline.messages) return timeline;
  const next = { ...timeline, messages };
  return change.t === 'message_delete' ? bury(next, id, change.d.revision) : next;
};

/** Late changes are kept for as long as any page is on its way that may hold what they change. */
export const withoutLate = (timeline: Timeline): Timeline =>
  timeline.loading === null && (timeline.detour?.request ?? null) === null ? { ...timeline, late: [] } : timeline;

/** Where what is known begins once a page lies at its start. */
export const startOf = ({ next_before: before }: MessagePage): LoadedStart =>
  before === null ? { kind: 'beginning' } : { kind: 'after', before };

export const askHistory = (timeline: Timeline, request: string): Timeline => ({
  ...timeline,
  loading: request,
  trouble: null,
});

/** Of a message that both hold, the place in the page counts. */
export const preceded = (page: ReadonlyArray<Message>, known: ReadonlyArray<Message>): ReadonlyArray<Message> => {
  if (page.every(({ message_id }) => indexIn(known, message_id) === -1)) {
    return followed(known, page.concat(known), page.length);
  }
  return page.concat(without(known, page));
};

/** Puts a page before the window, then makes every change that waited for it. What both hold stays at its newer. */
export const loadHistory = (
  timeline: Timeline,
  request: string,
  page: MessagePage,
  viewer: UserId | undefined,
): Timeline => {
  if (timeline.loading !== request) return timeline;
  const arrived = broughtBy(page, timeline);
  const opened: Timeline = {
    ...timeline,
    messages: preceded(arrived, timeline.messages),
    start: startOf(page),
    loading: null,
  };
  return withoutLate(timeline.late.reduce((window, change) => changeMessage(window, change, viewer), opened));
};

export const failHistory = (timeline: Timeline, request: string, trouble: Trouble): Timeline =>
  timeline.loading === request ? withoutLate({ ...timeline, loading: null, trouble }) : timeline;

/**
 * What was heard since the last resume token stays: after a reconnect it is told once more, and a message that is told
 * and not known is taken for a new one.
 */
export const trimHistory = (timeline: Timeline, keep: number): Timeline => {
  const kept = Math.max(keep, timeline.sinceToken);
  if (timeline.start.kind === 'unloaded' || timeline.messages.length <= kept) return timeline;
  const messages = timeline.messages.slice(timeline.messages.length - kept);
  const first = messages[0];
  // A page on its way belongs before the old start, so it must not be spliced to the new one.
  return first === undefined
    ? timeline
    : { ...timeline, messages, start: { kind: 'after', before: first.message_id }, loading: null, late: [] };
};

export const noteToken = (timeline: Timeline): Timeline =>
  timeline.replaying || timeline.sinceToken === 0 ? timeline : { ...timeline, sinceToken: 0 };

export const beginReplay = (timeline: Timeline): Timeline => ({ ...timeline, replaying: true });
export const endReplay = (timeline: Timeline): Timeline =>
  timeline.replaying ? { ...timeline, replaying: false } : timeline;
