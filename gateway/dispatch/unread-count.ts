/** Counts unread messages in memory, as `queries/unread/read-state.ts` counts them in the database. */
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { UnreadNumbers } from '#gateway/dispatch/reading-user.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { oncePerPair } from '#gateway/dispatch/sight-pairs.ts';
import { UNREAD_MAX } from '#queries/limits.ts';
import type { ChannelView } from '#queries/queries.ts';
import type { MentionTarget, NewestMessagesView, ReadFloor } from '#queries/unread/unread-queries.ts';

/** True for a channel whose unread messages its viewer is told: one that the viewer sees with its history. */
export const countsFor = (channel: ChannelView | undefined): boolean =>
  channel?.permissions.includes('read_message_history') ?? false;

/**
 * Counts the messages of others after the floor, up to `UNREAD_MAX`. `messages` are the newest ones, the newest first.
 * Messages after `told` do not count, because an event that takes the channel away may come before them.
 */
export const countUnread = (
  { messages }: Pick<NewestMessagesView, 'messages'>,
  floor: ReadFloor,
  reader: UserId,
  told: Position,
): number => {
  let unread = 0;
  for (const { position, authorId, sentAt } of messages) {
    if (position > told) continue;
    if (position <= floor.position) break;
    // Imported messages may be older than the messages before them, so the search goes on.
    if (floor.at !== null && sentAt <= floor.at) continue;
    if (authorId !== reader) unread += 1;
    if (unread === UNREAD_MAX) break;
  }
  return unread;
};

/** Finds the first place from which on `isPast` holds, among places before which it does not hold. */
const firstPast = (places: number, isPast: (place: number) => boolean): number => {
  let [from, to] = [0, places];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isPast(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
};

type Newest = NewestMessagesView['messages'];

/**
 * Counts as `countUnread` does. A reader who wrote none of the messages has the same number as any other with that floor,
 * and its end is searched for in halves. Thousands of readers may be such.
 */
const quickCount = (messages: Newest, told: Position): ((reader: UserId, floor: ReadFloor) => number) => {
  const authors = new Set(messages.map(({ authorId }) => authorId));
  const inOrderOfTime = messages.every(({ sentAt }, at) => at === 0 || (messages[at - 1]?.sentAt ?? '') >= sentAt);
  const begin = firstPast(messages.length, (at) => (messages[at]?.position ?? told) <= told);
  return (reader, floor) => {
    const { position, at: time } = floor;
    if (authors.has(reader) || (time !== null && !inOrderOfTime)) return countUnread({ messages }, floor, reader, told);
    const end = firstPast(messages.length, (at) => {
      const one = messages[at];
      return one === undefined || one.position <= position || (time !== null && one.sentAt <= time);
    });
    return Math.min(Math.max(end - begin, 0), UNREAD_MAX);
  };
};

/**
 * Counts the unread messages of a channel for readers who are called by different targets. The messages that mention
 * some target are found once for all of them.
 */
export const channelCount = (
  { messages }: Pick<NewestMessagesView, 'messages'>,
  told: Position,
): ((reader: UserId, floor: ReadFloor, targets: ReadonlySet<MentionTarget>) => UnreadNumbers) => {
  const calling = messages.filter(({ mentioned }) => mentioned.length > 0);
  const countOf = quickCount(messages, told);
  return (reader, floor, targets) => {
    const unread = countOf(reader, floor);
    if (unread === 0 || calling.length === 0) return { unread, mentions: 0 };
    const own = calling.filter(({ mentioned }) => mentioned.some((target) => targets.has(target)));
    return { unread, mentions: countUnread({ messages: own }, floor, reader, told) };
  };
};

/** Channels that count for a viewer in one sight and not in the other. */
type Counting = { readonly gained: ReadonlyArray<ChannelId>; readonly lost: ReadonlyArray<ChannelId> };

const countedIn = (channels: Sight['channels'], not: Sight['channels']): ReadonlyArray<ChannelId> =>
  [...channels].flatMap(([id, channel]) => (countsFor(channel) && !countsFor(not.get(id)) ? [id] : []));

/** Makes the difference between two sights once for all viewers with these two. */
export const countingChanges = (): ((before: Sight, now: Sight) => Counting) =>
  oncePerPair((before, now) => ({
    gained: countedIn(now.channels, before.channels),
    lost: countedIn(before.channels, now.channels),
  }));
