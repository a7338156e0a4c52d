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
    if (floor.position !== null && position <= floor.position) break;
    // Imported messages may be older than the messages before them, so the search goes on.
    if (floor.position === null && sentAt <= floor.at) continue;
    if (authorId !== reader) unread += 1;
    if (unread === UNREAD_MAX) break;
  }
  return unread;
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
  return (reader, floor, targets) => {
    const unread = countUnread({ messages }, floor, reader, told);
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
