/** What the message list shows, line by line: the beginning, day dividers, messages, and what is on its way. */

import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Pending, Timeline } from '#web/store/state.ts';
import { dayOf, daySpan } from '#web/ui/clock.ts';

/** Messages of one author this close together stand under one name. */
const GROUP_MS = 7 * 60_000;

/** `head`: the first of its group, which carries name, picture and time. */
export type Row =
  | { readonly kind: 'beginning'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly head: boolean }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: Pending; readonly head: boolean };

/** Days in a row of times are nearly always the same one, so only the edges of the last are looked up. */
const dayReader = (): ((at: number) => number) => {
  let day = 0;
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  return (at) => {
    if (at >= from && at < until) return day;
    day = dayOf(at);
    [from, until] = daySpan(at);
    return day;
  };
};

/**
 * Between a reconnect and the acknowledgement that follows, a message of ours can stand in the log while we
 * still wait to hear of it. It is not drawn twice: one with its words and from after its making stands for it.
 */
const arrivedUnseen = (pending: Pending, messages: ReadonlyArray<Message>, viewer: string | undefined): boolean =>
  messages
    .slice(-50)
    .some(
      (message) =>
        message.author_id === viewer &&
        message.content === pending.content &&
        millisOf(message.created_at) >= pending.at - 1_000,
    );

/** The rows of messages, and what the row after them hangs on. */
type Read = {
  readonly messages: ReadonlyArray<Message>;
  readonly rows: ReadonlyArray<Row>;
  readonly day: number | undefined;
  readonly author: string | undefined;
  readonly last: number;
};
const NOTHING_READ: Read = { messages: [], rows: [], day: undefined, author: undefined, last: 0 };

type Said = { readonly key: string; readonly by: string; readonly at: number; readonly alone: boolean };

/** Adds a row, and the day's divider before it where a day begins. */
const placing = (rows: Row[], after: Omit<Read, 'messages' | 'rows'>) => {
  let { day, author, last } = after;
  const dayAt = dayReader();
  return {
    add: ({ key, by, at, alone }: Said, row: (head: boolean) => Row): void => {
      const on = dayAt(at);
      if (on !== day) {
        rows.push({ kind: 'day', key: `day-${key}`, at });
        author = undefined;
        day = on;
      }
      const head = alone || author !== by || at - last >= GROUP_MS;
      author = alone ? undefined : by;
      last = at;
      rows.push(row(head));
    },
    state: () => ({ day, author, last }),
  };
};

/** @param from how many of `messages` are read already, in `before`. */
const readOn = (before: Read, messages: ReadonlyArray<Message>, from = 0): Read => {
  const rows: Row[] = [];
  const { add, state } = placing(rows, before);
  for (const message of messages.slice(from)) {
    const { message_id: key, author_id: by, created_at, kind } = message;
    add({ key, by, at: millisOf(created_at), alone: kind === 'action' }, (head) => ({
      kind: 'message',
      key,
      message,
      head,
    }));
  }
  return { messages, rows: before.rows.concat(rows), ...state() };
};

const stands = (part: ReadonlyArray<Message>, whole: ReadonlyArray<Message>, from: number): boolean =>
  from >= 0 && part.every((message, at) => whole[from + at] === message);

/** What came at an end is read; the rest is taken over, for a window may hold a hundred thousand. */
const readMore = (before: Read, messages: ReadonlyArray<Message>): Read => {
  const known = before.messages;
  if (stands(known, messages, 0)) return readOn(before, messages, known.length);
  const above = messages.length - known.length;
  if (!stands(known, messages, above)) return readOn(NOTHING_READ, messages);
  // Only the first of the known ones may lose its divider or its heading.
  const upper = readOn(NOTHING_READ, messages.slice(0, above + 1));
  const first = before.rows.findIndex(({ kind }) => kind === 'message');
  return { ...before, messages, rows: upper.rows.concat(before.rows.slice(first + 1)) };
};

/** Reads the same timeline again and again as it grows. */
export const rowReader = () => {
  let read = NOTHING_READ;
  return (timeline: Timeline, outbox: ReadonlyArray<Pending>, viewer: string | undefined): ReadonlyArray<Row> => {
    if (timeline.messages !== read.messages) read = readMore(read, timeline.messages);
    const rows: Row[] = timeline.start.kind === 'beginning' ? [{ kind: 'beginning', key: 'beginning' }] : [];
    const all = rows.concat(read.rows);
    const { add } = placing(all, read);
    for (const pending of outbox) {
      if (pending.uncertain && arrivedUnseen(pending, timeline.messages, viewer)) continue;
      add({ key: pending.nonce, by: viewer ?? '', at: pending.at, alone: false }, (head) => ({
        kind: 'pending',
        key: pending.nonce,
        pending,
        head,
      }));
    }
    return all;
  };
};
