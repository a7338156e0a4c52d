/**
 * The changes of a window on a channel. Its messages stand in the order of the log: a new message goes to the end, and
 * a page goes before the known messages. Ids do not give this order, because an id carries the clock of its sender.
 *
 * Two rules lead to the same window in any order of pages and dispatches, and for repeated ones: a message changes only
 * to a higher revision, and a message that was deleted at a revision stays deleted up to it.
 */

import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Message, MessagePage, Pin, Reaction } from '#gateway/protocol/resources.ts';
import { edited } from '#web/store/edited.ts';
import type { LoadedStart, MessageDispatch, Timeline, Trouble } from '#web/store/state.ts';

export const idOf = (change: MessageDispatch): MessageId =>
  change.t === 'message_replace' ? change.d.message.message_id : change.d.message_id;
/** A pin and the words of a forward have no revision, because they stand elsewhere. Their dispatches come in the order of the log. */
const revisionOf = (change: MessageDispatch): number => {
  if (change.t === 'message_pin_update' || change.t === 'message_forward_update') return Number.POSITIVE_INFINITY;
  return change.t === 'message_replace' ? change.d.message.revision : change.d.revision;
};
type Beside = { readonly pinned?: Pin | null | undefined; readonly forward?: Message['forward'] | undefined };
/** Answers a message with another pin and other forwarded words. They change at one revision. */
const withBeside = ({ pinned: _, forward: __, ...message }: Message, { pinned, forward }: Beside): Message => ({
  ...message,
  ...(pinned == null ? {} : { pinned }),
  ...(forward === undefined ? {} : { forward }),
});
const besideOf = ({ pinned, forward }: Message): string => JSON.stringify([pinned, forward]);

/** The number of each message of a list, from `first` on. A page before the list takes lower numbers and renumbers none. */
type Numbering = { readonly numbers: Map<MessageId, number>; readonly first: number };
/**
 * The numbering of each list, made at its first use. A list that only grew at an end takes over the numbering of the
 * list before it, which makes a new one if it is used again.
 */
const numberings = new WeakMap<ReadonlyArray<Message>, Numbering>();
const numberingOf = (messages: ReadonlyArray<Message>): Numbering => {
  const known = numberings.get(messages);
  if (known !== undefined) return known;
  const made = { numbers: new Map(messages.map(({ message_id }, at) => [message_id, at])), first: 0 };
  numberings.set(messages, made);
  return made;
};
/**
 * Hands the numbering of `before` to `after`, which adds messages only at its ends.
 *
 * @param preceding The number of messages in `after` that stand before those of `before`.
 */
const withNumbering = (before: ReadonlyArray<Message>, after: ReadonlyArray<Message>, preceding = 0) => {
  const { numbers, first } = numberingOf(before);
  numberings.delete(before);
  const number = (at: number) => numbers.set((after[at] as Message).message_id, first - preceding + at);
  for (let at = 0; at < preceding; at += 1) number(at);
  for (let at = preceding + before.length; at < after.length; at += 1) number(at);
  numberings.set(after, { numbers, first: first - preceding });
  return after;
};

const indexIn = (messages: ReadonlyArray<Message>, id: MessageId): number => {
  const { numbers, first } = numberingOf(messages);
  return (numbers.get(id) ?? first - 1) - first;
};
export const messageIn = (timeline: Timeline, id: MessageId): Message | undefined =>
  timeline.messages[indexIn(timeline.messages, id)];

const buried = (timeline: Timeline, message: Message): boolean =>
  (timeline.tombstones[message.message_id] ?? -1) >= message.revision;

/** Answers the messages that `others` does not hold. */
export const without = (messages: ReadonlyArray<Message>, others: ReadonlyArray<Message>): ReadonlyArray<Message> =>
  messages.filter(({ message_id }) => indexIn(others, message_id) === -1);

/** Answers `messages`, each at the higher of its revisions in the two lists. */
export const atNewest = (messages: ReadonlyArray<Message>, others: ReadonlyArray<Message>): ReadonlyArray<Message> =>
  messages.map((message) => {
    const other = others[indexIn(others, message.message_id)];
    return other !== undefined && other.revision >= message.revision ? other : message;
  });

/** Answers a message without its quote, which the timeline holds apart. A message told live has none. */
const unquoted = (message: Message): Message => {
  if (message.replied === undefined) return message;
  const { replied: _, ...rest } = message;
  return rest;
};

/** Answers the messages of a page, oldest first, without deleted ones and at their newest known revision. */
export const broughtBy = (page: MessagePage, timeline: Timeline): ReadonlyArray<Message> =>
  atNewest(
    page.messages
      .filter((message) => !buried(timeline, message))
      .map(unquoted)
      .toReversed(),
    timeline.messages,
  );

/** Adds messages to the end of a window in one copy of it. After a long absence 100,000 messages may come at once. */
export const addMessages = (timeline: Timeline, arrived: ReadonlyArray<Message>): Timeline => {
  const newest = new Map<MessageId, Message>();
  for (const message of arrived) {
    const known = newest.get(message.message_id) ?? messageIn(timeline, message.message_id);
    if (buried(timeline, message) || (known?.revision ?? -1) > message.revision) continue;
    if (known?.revision !== message.revision) newest.set(message.message_id, unquoted(message));
    // A resume tells a message again whose pin or forwarded words alone have changed.
    else if (besideOf(known) !== besideOf(message)) newest.set(message.message_id, withBeside(known, message));
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
    messages: withNumbering(timeline.messages, messages),
    sinceToken: timeline.sinceToken + unknown.length,
  };
};

/** Answers reactions with one user added or removed. `mine` tells that the user is the viewer. */
export const withReaction = (
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

const changed = (message: Message, change: MessageDispatch, viewer: UserId | undefined): Message | null => {
  switch (change.t) {
    case 'message_update':
      return edited(message, change);
    case 'message_reaction_add':
    case 'message_reaction_remove': {
      const { emoji, user_id, revision } = change.d;
      const step = change.t === 'message_reaction_add' ? 1 : -1;
      return { ...message, reactions: withReaction(message.reactions, emoji, step, user_id === viewer), revision };
    }
    case 'message_pin_update':
      return withBeside(message, { pinned: change.d.pinned, forward: message.forward });
    case 'message_forward_update':
      return withBeside(message, { pinned: message.pinned, forward: change.d.forward });
    case 'message_replace':
      return unquoted(change.d.message);
    case 'message_delete':
      return null;
  }
};

/** Answers the list with one message changed. Answers the same list when the message is missing or newer. */
export const withChange = (
  messages: ReadonlyArray<Message>,
  change: MessageDispatch,
  viewer: UserId | undefined,
): ReadonlyArray<Message> => {
  const at = indexIn(messages, idOf(change));
  const known = messages[at];
  if (known === undefined) return messages;
  // A resume tells a message whose pin or forwarded words alone have changed.
  if (change.t === 'message_replace' && known.revision === change.d.message.revision) {
    return withNumbering(messages, messages.with(at, withBeside(known, change.d.message)));
  }
  if (known.revision >= revisionOf(change)) return messages;
  const next = changed(known, change, viewer);
  return next === null ? messages.toSpliced(at, 1) : withNumbering(messages, messages.with(at, next));
};

const same = (a: MessageDispatch, b: MessageDispatch): boolean =>
  a.t === b.t && idOf(a) === idOf(b) && revisionOf(a) === revisionOf(b);

/** True for a change that is kept already. One without a revision is told apart from the last of its message only. */
const isKept = (late: ReadonlyArray<MessageDispatch>, change: MessageDispatch): boolean => {
  const kept = late.findLast((one) => same(one, change));
  const isNumbered = revisionOf(change) < Number.POSITIVE_INFINITY;
  return isNumbered ? kept !== undefined : JSON.stringify(kept) === JSON.stringify(change);
};

const keepLate = (timeline: Timeline, change: MessageDispatch): Timeline =>
  (timeline.loading === null && (timeline.detour?.request ?? null) === null) || isKept(timeline.late, change)
    ? timeline
    : { ...timeline, late: [...timeline.late, change] };

const bury = (timeline: Timeline, id: MessageId, revision: number): Timeline =>
  (timeline.tombstones[id] ?? -1) >= revision
    ? timeline
    : { ...timeline, tombstones: { ...timeline.tombstones, [id]: revision } };

export const changeMessage = (timeline: Timeline, change: MessageDispatch, viewer: UserId | undefined): Timeline => {
  const id = idOf(change);
  if (messageIn(timeline, id) === undefined) {
    // A message outside the window stands before it, perhaps in a requested page.
    return change.t === 'message_delete' ? bury(timeline, id, change.d.revision) : keepLate(timeline, change);
  }
  const messages = withChange(timeline.messages, change, viewer);
  if (messages === timeline.messages) return timeline;
  const next = { ...timeline, messages };
  return change.t === 'message_delete' ? bury(next, id, change.d.revision) : next;
};

/** Drops the late changes unless a requested page may hold the messages that they change. */
export const withoutLate = (timeline: Timeline): Timeline =>
  timeline.loading === null && (timeline.detour?.request ?? null) === null ? { ...timeline, late: [] } : timeline;

/** Answers the start of a window whose first messages came with this page. */
export const startOf = ({ next_before: before }: MessagePage): LoadedStart =>
  before === null ? { kind: 'beginning' } : { kind: 'after', before };

export const askHistory = (timeline: Timeline, request: string): Timeline => ({
  ...timeline,
  loading: request,
  trouble: null,
});

/** Puts a page before the known messages. A message in both stands where the page has it. */
export const preceded = (page: ReadonlyArray<Message>, known: ReadonlyArray<Message>): ReadonlyArray<Message> => {
  if (page.every(({ message_id }) => indexIn(known, message_id) === -1)) {
    return withNumbering(known, page.concat(known), page.length);
  }
  return page.concat(without(known, page));
};

/** Puts a page before the window and applies the late changes. A message in both keeps its higher revision. */
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
 * Cuts a window to its newest messages. Keeps every message since the last resume token: a resume tells those again,
 * and an unknown message counts as new.
 */
export const trimHistory = (timeline: Timeline, keep: number): Timeline => {
  const kept = Math.max(keep, timeline.sinceToken);
  if (timeline.start.kind === 'unloaded' || timeline.messages.length <= kept) return timeline;
  const messages = timeline.messages.slice(timeline.messages.length - kept);
  const first = messages[0];
  // A requested page belongs before the old start, so its answer must not go before the new one.
  return first === undefined
    ? timeline
    : { ...timeline, messages, start: { kind: 'after', before: first.message_id }, loading: null, late: [] };
};

export const noteToken = (timeline: Timeline): Timeline =>
  timeline.replaying || timeline.sinceToken === 0 ? timeline : { ...timeline, sinceToken: 0 };

export const beginReplay = (timeline: Timeline): Timeline => ({ ...timeline, replaying: true });
export const endReplay = (timeline: Timeline): Timeline =>
  timeline.replaying ? { ...timeline, replaying: false } : timeline;
