/** The place of the line above the first unread message. */

import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { isLine } from '#web/store/lines.ts';

/** The key of the line in the list. */
export const NEW_LINE = 'new';

/** State of a channel as the user came to it. `last` is the message that the user had read last. */
export type VisitStart = { readonly last: MessageId | null; readonly count: number };

/** True for a message that counts as unread until it is read. A system line never counts. */
const isByOther = (message: Message, me: UserId): boolean => message.author_id !== me && !isLine(message);

/** Answers the index at which `count` messages by others remain. -1 when there are fewer. */
const countedBack = (messages: ReadonlyArray<Message>, me: UserId, count: number): number => {
  let left = count;
  return messages.findLastIndex((message) => {
    if (!isByOther(message, me)) return false;
    left -= 1;
    return left === 0;
  });
};

/**
 * Answers the first message by another user after the last read one. Null when it is not among `messages`.
 *
 * Without a marker the number counts, and it stops at a hundred. A marker whose message was deleted is compared by its
 * id, which is near enough for a line.
 */
export const newFrom = (
  messages: ReadonlyArray<Message>,
  me: UserId,
  { last, count }: VisitStart,
): MessageId | null => {
  const byOthers = (from: number) => messages.slice(from).find((message) => isByOther(message, me));
  if (last === null) {
    const at = countedBack(messages, me, count);
    return at === -1 ? null : (messages[at]?.message_id ?? null);
  }
  const known = messages.findLastIndex(({ message_id }) => message_id === last);
  if (known !== -1) return byOthers(known + 1)?.message_id ?? null;
  const before = messages.findLastIndex(({ message_id }) => message_id < last);
  return before === -1 ? null : (byOthers(before + 1)?.message_id ?? null);
};
