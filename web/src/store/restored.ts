/**
 * Restored messages: deleted ones that are there again. A window does not know where such a message stands, so the client
 * asks for the messages around it and puts them between those that it knows.
 */

import type { MessageId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message, MessagePage } from '#gateway/protocol/resources.ts';
import type { Timeline } from '#web/store/state.ts';
import { broughtBy, messageIn } from '#web/store/timeline.ts';

/** Milliseconds by which the times of two messages may differ from their order in the log. */
const SKEW_MS = 5_000;

/** Notes that a message is there again, unless the window shows it at this revision. */
export const noteRestored = (timeline: Timeline, id: MessageId, revision: number): Timeline => {
  if ((messageIn(timeline, id)?.revision ?? -1) >= revision || timeline.restored.includes(id)) return timeline;
  return { ...timeline, restored: [...timeline.restored, id] };
};

/** Notes a message that a resume tells and the window lacks, unless it is older than the window. */
export const noteReplaced = (timeline: Timeline, message: Message): Timeline => {
  const { start, messages, tombstones } = timeline;
  if (messageIn(timeline, message.message_id) !== undefined || start.kind === 'unloaded') return timeline;
  if ((tombstones[message.message_id] ?? -1) >= message.revision) return timeline;
  const first = messages[0];
  const older = first !== undefined && millisOf(message.created_at) + SKEW_MS < millisOf(first.created_at);
  return older && start.kind === 'after' ? timeline : noteRestored(timeline, message.message_id, message.revision);
};

/**
 * Puts the messages of a page between the known ones beside which they stand. Messages from before a window that does not
 * hold the beginning stay out.
 */
const interleaved = (
  known: ReadonlyArray<Message>,
  page: ReadonlyArray<Message>,
  fromBeginning: boolean,
): ReadonlyArray<Message> => {
  const ids = new Set(known.map(({ message_id }) => message_id));
  const anchor = page.findIndex(({ message_id }) => ids.has(message_id));
  if (anchor === -1) return known.length === 0 && fromBeginning ? page : known;
  const all = [...known];
  const placeOf = ({ message_id }: Message): number => all.findIndex((one) => one.message_id === message_id);
  let at = placeOf(page[anchor] as Message);
  if (at > 0 || fromBeginning) {
    all.splice(at, 0, ...page.slice(0, anchor));
    at += anchor;
  }
  for (const message of page.slice(anchor + 1)) {
    if (ids.has(message.message_id)) at = placeOf(message);
    else {
      at += 1;
      all.splice(at, 0, message);
    }
  }
  return all.length === known.length ? known : all;
};

/** Takes the page around a restored message. Other restored messages of the page need no page of their own. */
export const loadRestored = (timeline: Timeline, asked: MessageId, page: MessagePage | null): Timeline => {
  const arrived = page === null ? [] : broughtBy(page, timeline);
  const found = new Set([asked, ...arrived.map(({ message_id }) => message_id)]);
  const { detour, start } = timeline;
  const seen = detour?.seen ?? null;
  return {
    ...timeline,
    restored: timeline.restored.filter((id) => !found.has(id)),
    messages:
      start.kind === 'unloaded'
        ? timeline.messages
        : interleaved(timeline.messages, arrived, start.kind === 'beginning'),
    detour:
      detour === null || seen === null
        ? detour
        : {
            ...detour,
            seen: { ...seen, messages: interleaved(seen.messages, arrived, seen.start.kind === 'beginning') },
          },
  };
};
