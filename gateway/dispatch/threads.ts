/**
 * Thread tellings: the viewers of a channel hear what its threads are now. After an event about a thread or a message in
 * it the thread is read, at most once in a while, because its line counts messages. So no message needs to know its
 * parent (decision 0049).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DomainEvent, EventName } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { pauses } from '#gateway/dispatch/pauses.ts';
import { countsFor } from '#gateway/dispatch/unread-count.ts';
import { PLAIN_CHANNELS_KNOWN_MAX, THREADS_ASKED_MAX } from '#gateway/limits/sockets.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { Queries } from '#queries/queries.ts';
import type { CurrentThread } from '#queries/thread/thread-queries.ts';

export type ThreadTelling = {
  /** Hears an event after its dispatches. */
  readonly heard: (recorded: RecordedEvent<DomainEvent>) => void;
  readonly stop: () => Promise<void>;
};

/** Events that change what a thread is, on its own stream or on that of a message. */
const CHANGING: ReadonlySet<EventName> = new Set<EventName>([
  'channel.thread-begun',
  'channel.thread-archived',
  'channel.renamed',
  'channel.deleted',
  'channel.restored',
  'channel.post-tagged',
  'message.sent',
  // An edit may change the first words of a post.
  'message.edited',
  'message.deleted',
  'message.restored',
]);

/** Makes the dispatch that tells a viewer what a thread is now. */
export const threadTold = ({ deleted, thread }: CurrentThread): Dispatch => {
  const { guildId, parentId, channelId } = thread;
  return deleted
    ? { t: 'thread_delete', d: { guild_id: guildId, parent_id: parentId, channel_id: channelId } }
    : { t: 'thread_update', d: { thread: presentThread(thread) } };
};

export const threadTelling = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly queries: Pick<Queries, 'threadsNow'>;
  /** Calls `then` once every event up to `at` was told. The answer cancels the call. */
  readonly whenTold: (at: Position, then: () => void) => () => void;
  /** Calls `work` after `ms`. The answer cancels that. */
  readonly later: (ms: number, work: () => void) => () => void;
  /** Milliseconds between two looks at the threads with changes. */
  readonly everyMs: number;
  readonly failed: (error: unknown) => void;
}): ThreadTelling => {
  const { audience, queries, later, everyMs } = deps;
  /** Channels that may be threads and that changed since the last look. */
  let changed = new Map<ChannelId, GuildId>();
  /** Channels that are no threads. A channel never becomes one. */
  const plain = new Set<ChannelId>();
  const { wait, isOver, end } = pauses();
  let looking: Promise<void> | undefined;

  /** Tells the viewers of this moment. A listener that waits for a recheck hears of the thread with the next look. */
  const tell = (one: CurrentThread): void => {
    const { guildId, parentId, channelId } = one.thread;
    if (audience.rechecked(guildId).size > 0) changed.set(channelId, guildId);
    const deliver = plainDelivery(threadTold(one));
    for (const listener of audience.at({ kind: 'viewers', guildId, channelId: parentId })) {
      if (countsFor(audience.sight(listener, guildId)?.channels.get(parentId))) deliver(listener);
    }
  };

  const askAbout = async (channels: ReadonlyArray<ChannelId>): Promise<void> => {
    const answer = await queries.threadsNow({ channels })();
    if (isLeft(answer)) throw new Error(`no threads: ${answer.left.why}`);
    const { through, threads } = answer.right;
    const found = new Set(threads.map(({ thread }) => thread.channelId));
    if (plain.size + channels.length > PLAIN_CHANNELS_KNOWN_MAX) plain.clear();
    for (const channelId of channels) if (!found.has(channelId)) plain.add(channelId);
    if (threads.length === 0) return;
    // An event up to this position may take the channel away from a listener, so it is told first.
    await wait((over) => deps.whenTold(through, over));
    if (!isOver()) for (const one of threads) if (one.whole) tell(one);
  };

  const look = async (): Promise<void> => {
    // The event that asked for this look is told first, with all of its turn.
    await nextTurn();
    while (changed.size > 0 && !isOver()) {
      const channels = changed;
      changed = new Map();
      const resting = wait((over) => later(everyMs, over));
      const ids = [...channels.keys()];
      try {
        for (let from = 0; from < ids.length && !isOver(); from += THREADS_ASKED_MAX)
          await askAbout(ids.slice(from, from + THREADS_ASKED_MAX));
      } catch (error) {
        deps.failed(error);
        changed = new Map([...channels, ...changed]);
      }
      await resting;
    }
    looking = undefined;
  };

  return {
    heard: ({ event }) => {
      if (!CHANGING.has(event.type) || !('channelId' in event.data) || !('home' in event.data)) return;
      const { channelId, home } = event.data;
      const guildId = guildOf(home);
      if (guildId === null || plain.has(channelId) || !audience.hasGuild(guildId)) return;
      changed.set(channelId, guildId);
      looking ??= look();
    },
    stop: async () => {
      end();
      await looking;
    },
  };
};
