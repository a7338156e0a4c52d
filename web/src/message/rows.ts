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

export const rowsOf = (
  timeline: Timeline,
  outbox: ReadonlyArray<Pending>,
  viewer: string | undefined,
): ReadonlyArray<Row> => {
  const rows: Row[] = [];
  if (timeline.start.kind === 'beginning') rows.push({ kind: 'beginning', key: 'beginning' });
  let day: number | undefined;
  let author: string | undefined;
  let last = 0;
  const dayAt = dayReader();
  const place = (before: string, by: string, at: number, alone: boolean): boolean => {
    const on = dayAt(at);
    if (on !== day) {
      rows.push({ kind: 'day', key: `day-${before}`, at });
      author = undefined;
      day = on;
    }
    const head = alone || author !== by || at - last >= GROUP_MS;
    author = alone ? undefined : by;
    last = at;
    return head;
  };
  for (const message of timeline.messages) {
    const head = place(message.message_id, message.author_id, millisOf(message.created_at), message.kind === 'action');
    rows.push({ kind: 'message', key: message.message_id, message, head });
  }
  for (const pending of outbox) {
    if (pending.uncertain && arrivedUnseen(pending, timeline.messages, viewer)) continue;
    const head = place(pending.nonce, viewer ?? '', pending.at, false);
    rows.push({ kind: 'pending', key: pending.nonce, pending, head });
  }
  return rows;
};
