/**
 * Looks at the channels whose messages changed: it reads their newest messages, at most once in a while, and counts for
 * all viewers in memory. The viewers of a thread are its followers.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { type Delivery, plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Pauses } from '#gateway/dispatch/pauses.ts';
import type { ReaderTelling } from '#gateway/dispatch/reader-telling.ts';
import type { Readers } from '#gateway/dispatch/readers.ts';
import {
  floorOf,
  NOTHING_UNREAD,
  noteTold,
  type ReadingUser,
  sameNumbers,
  unreadOf,
} from '#gateway/dispatch/reading-user.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { channelCount, countsFor } from '#gateway/dispatch/unread-count.ts';
import { RELEASED_PER_TURN_MAX, UNREAD_CHANNELS_ASKED } from '#gateway/limits/sockets.ts';
import type { Queries } from '#queries/queries.ts';
import type { MentionTarget, NewestMessagesView } from '#queries/unread/unread-queries.ts';

const NO_TARGETS: ReadonlySet<MentionTarget> = new Set();

export type UnreadLooks = {
  /** Notes a channel whose numbers may have changed. */
  readonly note: (channelId: ChannelId, guildId: GuildId) => void;
  /** Resolves when no look is under way. */
  readonly over: () => Promise<void>;
};

export const unreadLooks = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly readers: Readers<L>;
  readonly telling: ReaderTelling<L>;
  readonly queries: Pick<Queries, 'newestMessages'>;
  readonly pauses: Pauses;
  readonly rest: () => Promise<void>;
  readonly failed: (error: unknown) => void;
}): UnreadLooks => {
  const { audience, readers, telling, queries } = deps;
  let changed = new Map<ChannelId, GuildId>();
  let looking: Promise<void> | undefined;

  /** Says which listeners are viewers of a channel, once for all with the same sight. */
  const viewersOf = (guildId: GuildId, seenWith: ChannelId): ((listener: L) => boolean) => {
    const counted = new Map<Sight, boolean>();
    const inGuild = { kind: 'guild', guildId } as const;
    return (listener) => {
      const sight = audience.at(inGuild).has(listener) ? audience.sight(listener, guildId) : undefined;
      if (sight === undefined) return false;
      const isCounted = counted.get(sight) ?? countsFor(sight.channels.get(seenWith));
      counted.set(sight, isCounted);
      return isCounted;
    };
  };

  /**
   * Counts a channel for all its viewers, and tells those whose number changed. `breathes` says after each user whether
   * the turn ends. All connections of a user are told in one turn, because they share the numbers that were told.
   */
  const count = async (newest: NewestMessagesView, guildId: GuildId, breathes: () => boolean): Promise<void> => {
    const { channelId } = newest;
    const followers = readers.followersOf(channelId);
    const parentId = followers[0]?.follows.get(channelId)?.parentId;
    const numbersOf = channelCount(newest, audience.currentPosition());
    const made = new Map<string, Delivery>();
    const isViewer = viewersOf(guildId, parentId ?? channelId);
    const countFor = (reader: ReadingUser<L>): void => {
      for (const listener of reader.listeners) telling.skipWaiting(listener, guildId, channelId);
      if (reader.follows.get(channelId)?.isTold === false) return;
      const floor = floorOf(reader, channelId, guildId);
      const viewers = [...reader.listeners].filter(isViewer);
      if (floor === undefined || viewers.length === 0) return;
      const numbers = numbersOf(reader.userId, floor, reader.targets.get(guildId) ?? NO_TARGETS);
      if (sameNumbers(numbers, reader.told.get(channelId) ?? NOTHING_UNREAD)) return;
      const now = unreadOf(channelId, reader.markers.get(channelId), numbers);
      const key = `${now.last_read_message_id} ${now.unread} ${now.mentions}`;
      const deliver = made.get(key) ?? plainDelivery({ t: 'unread_update', d: { channels: [now] } });
      made.set(key, deliver);
      for (const viewer of viewers) deliver(viewer);
      noteTold(reader, channelId, { guildId, ...numbers });
    };
    if (parentId === undefined) {
      const done = new Set<ReadingUser<L>>();
      for (const { userId } of audience.everyoneIn(guildId)) {
        const reader = readers.of(userId);
        if (reader === undefined || done.has(reader)) continue;
        if (reader.listeners.size > 1) done.add(reader);
        countFor(reader);
        if (breathes()) await nextTurn();
      }
      return;
    }
    for (const reader of followers) {
      countFor(reader);
      if (breathes()) await nextTurn();
    }
  };

  /** True for a channel that some listener sees or waits for, and for a thread that some reader follows. */
  const isRead = (channelId: ChannelId, guildId: GuildId): boolean =>
    audience.everyoneIn(guildId).some((one) => audience.sight(one, guildId)?.channels.has(channelId) ?? true) ||
    readers.followersOf(channelId).length > 0;

  const countAll = async (channels: ReadonlyMap<ChannelId, GuildId>): Promise<void> => {
    const ids = [...channels].flatMap(([channelId, guildId]) => (isRead(channelId, guildId) ? [channelId] : []));
    let counted = 0;
    const breathes = (): boolean => {
      counted += 1;
      return counted % RELEASED_PER_TURN_MAX === 0;
    };
    for (let from = 0; from < ids.length && !deps.pauses.isOver(); from += UNREAD_CHANNELS_ASKED) {
      const answer = await queries.newestMessages({ channels: ids.slice(from, from + UNREAD_CHANNELS_ASKED) })();
      if (isLeft(answer)) throw new Error(`no newest messages: ${answer.left.why}`);
      for (const newest of answer.right) {
        const guildId = channels.get(newest.channelId);
        if (guildId !== undefined) await count(newest, guildId, breathes);
      }
    }
  };

  const look = async (): Promise<void> => {
    // The event that asked for this look is told first, with all of its turn.
    await nextTurn();
    while (changed.size > 0 && !deps.pauses.isOver()) {
      const channels = changed;
      changed = new Map();
      const resting = deps.rest();
      try {
        await countAll(channels);
      } catch (error) {
        deps.failed(error);
        changed = new Map([...channels, ...changed]);
      }
      await resting;
    }
    looking = undefined;
  };

  return {
    note: (channelId, guildId) => {
      changed.set(channelId, guildId);
      looking ??= look();
    },
    over: async () => looking,
  };
};
