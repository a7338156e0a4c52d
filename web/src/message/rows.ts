/** The rows of the message list: the beginning of the channel, day dividers, messages and unsent messages. */

import type { MessageId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { PendingMessage, Timeline } from '#web/store/state.ts';
import { dayOf, daySpan } from '#web/ui/clock.ts';
import { NEW_LINE } from '#web/unread/new-from.ts';

/** Messages of one author within this time of each other form a group under one name. A reply begins a new group. */
const GROUP_MS = 7 * 60_000;

/**
 * One row of the list. `head` marks the first row of a group, which shows name, avatar and time. `joins` are the joins
 * that stand in the row of the newest one, and `isOpen` says that each of them has a row below.
 */
export type ListRow =
  | { readonly kind: 'beginning'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: typeof NEW_LINE }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      readonly head: boolean;
      readonly joins?: ReadonlyArray<Message>;
      readonly isOpen?: boolean;
    }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage; readonly head: boolean };

/** Reads the day of each time in turn. Keeps the span of the last day, because the next time is mostly in it. */
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
 * True when the list already shows the unsent message: the viewer has a message with its text and no older time.
 * After a reconnect the log may hold a message before its acknowledgement comes, and the list shows it once.
 */
const arrivedUnseen = (
  pending: PendingMessage,
  messages: ReadonlyArray<Message>,
  viewer: string | undefined,
): boolean =>
  messages
    .slice(-50)
    .some(
      (message) =>
        message.author_id === viewer &&
        message.content === pending.content &&
        message.attachments?.[0]?.attachment_id === pending.files?.[0]?.attachment_id &&
        millisOf(message.created_at) >= pending.at - 1_000,
    );

/** Rows that were made of messages, and the state that the next row needs. */
type Read = {
  readonly messages: ReadonlyArray<Message>;
  readonly rows: ReadonlyArray<ListRow>;
  readonly day: number | undefined;
  readonly author: string | undefined;
  readonly last: number;
};
const NOTHING_READ: Read = { messages: [], rows: [], day: undefined, author: undefined, last: 0 };

/** `alone` stands outside of groups, and `begins` starts one. */
type Entry = {
  readonly key: string;
  readonly by: string;
  readonly at: number;
  readonly alone: boolean;
  readonly begins: boolean;
};

/** Adds rows one by one, each with a divider before it when a new day begins. */
const rowAdder = (rows: ListRow[], after: Omit<Read, 'messages' | 'rows'>) => {
  let { day, author, last } = after;
  const dayAt = dayReader();
  return {
    add: ({ key, by, at, alone, begins }: Entry, row: (head: boolean) => ListRow): void => {
      const on = dayAt(at);
      if (on !== day) {
        rows.push({ kind: 'day', key: `day-${key}`, at });
        author = undefined;
        day = on;
      }
      const head = alone || begins || author !== by || at - last >= GROUP_MS;
      author = alone ? undefined : by;
      last = at;
      rows.push(row(head));
    },
    state: () => ({ day, author, last }),
  };
};

/** @param from The number of `messages` whose rows `before` already holds. */
const readOn = (before: Read, messages: ReadonlyArray<Message>, from = 0): Read => {
  const rows: ListRow[] = [];
  const { add, state } = rowAdder(rows, before);
  for (const message of messages.slice(from)) {
    const { message_id: key, author_id: by, created_at, kind, reply_to } = message;
    const entry = { key, by, at: millisOf(created_at), alone: kind !== 'message', begins: reply_to !== null };
    add(entry, (head) => ({
      kind: 'message',
      key,
      message,
      head,
    }));
  }
  return { messages, rows: before.rows.concat(rows), ...state() };
};

const isAt = (part: ReadonlyArray<Message>, whole: ReadonlyArray<Message>, from: number): boolean =>
  from >= 0 && part.every((message, at) => whole[from + at] === message);

/** Makes the rows of the messages that came at either end and keeps the others. A window may hold 100,000 messages. */
const readMore = (before: Read, messages: ReadonlyArray<Message>): Read => {
  const known = before.messages;
  if (isAt(known, messages, 0)) return readOn(before, messages, known.length);
  const above = messages.length - known.length;
  if (!isAt(known, messages, above)) return readOn(NOTHING_READ, messages);
  // Only the first known message may lose its divider or its head, so only this row is made again.
  const upper = readOn(NOTHING_READ, messages.slice(0, above + 1));
  const first = before.rows.findIndex(({ kind }) => kind === 'message');
  return { ...before, messages, rows: upper.rows.concat(before.rows.slice(first + 1)) };
};

/** Puts the line of the new messages above the first of them, which then shows its author. */
const withNewLine = (rows: ReadonlyArray<ListRow>, from: MessageId | null): ReadonlyArray<ListRow> => {
  const at = from === null ? -1 : rows.findLastIndex(({ key }) => key === from);
  const first = rows[at];
  if (first?.kind !== 'message') return rows;
  const line: ListRow = { kind: 'new', key: NEW_LINE };
  return [...rows.slice(0, at), line, first.head ? first : { ...first, head: true }, ...rows.slice(at + 1)];
};

/** Makes the rows of one timeline. Keeps the rows between calls, so that a growing timeline is cheap. */
export const rowReader = () => {
  let read = NOTHING_READ;
  return (
    timeline: Timeline,
    unconfirmed: ReadonlyArray<PendingMessage>,
    viewer: string | undefined,
    newFrom: MessageId | null = null,
  ): ReadonlyArray<ListRow> => {
    if (timeline.messages !== read.messages) read = readMore(read, timeline.messages);
    const rows: ListRow[] = timeline.start.kind === 'beginning' ? [{ kind: 'beginning', key: 'beginning' }] : [];
    const all = rows.concat(read.rows);
    const { add } = rowAdder(all, read);
    for (const pending of unconfirmed) {
      if (pending.uncertain && arrivedUnseen(pending, timeline.messages, viewer)) continue;
      const { nonce: key, at, replyTo } = pending;
      add({ key, by: viewer ?? '', at, alone: false, begins: replyTo !== null }, (head) => ({
        kind: 'pending',
        key,
        pending,
        head,
      }));
    }
    return withNewLine(all, newFrom);
  };
};
