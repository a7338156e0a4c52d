/**
 * Unread tellings: each user hears on all connections how many messages of a channel they have not read. After new,
 * deleted and restored messages the newest messages of the channel are read, at most once in a while, and counted for
 * all viewers in memory (decision 0041).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { type Delivery, plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import {
  type AskedReadState,
  floorOf,
  NOTHING_UNREAD,
  noteTold,
  noteUntold,
  type ReadingUser,
  readingUser,
  sameNumbers,
  takeReadState,
  takeRoles,
  type UnreadDifference,
  unreadOf,
} from '#gateway/dispatch/reading-user.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { channelCount, countingChanges, countsFor } from '#gateway/dispatch/unread-count.ts';
import { RELEASED_PER_TURN_MAX, UNREAD_CHANNELS_ASKED } from '#gateway/limits/sockets.ts';
import type { MarkerMove } from '#gateway/ports/personal-changes.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';
import type { MentionTarget, NewestMessagesView, ReadStateView } from '#queries/unread/unread-queries.ts';

/** Guild in the snapshot of a listener: the channels that it shows and the roles of the user there, as of `through`. */
export type ShownGuild = {
  readonly channels: ReadonlySet<ChannelId>;
  readonly roles: ReadonlyArray<RoleId>;
  readonly through: Position;
};

export type UnreadTelling<L extends Listener> = {
  /** Notes that the read state of a listener is about to be asked for. */
  readonly expect: (listener: L) => void;
  /**
   * Takes the read state of an expected listener, with the channels that its snapshot shows. Answers what the snapshot
   * says of them. From now on the listener is told changes.
   */
  readonly meet: (
    listener: L,
    answer: { readonly value: ReadStateView; readonly through: Position },
    shown: ReadonlyMap<GuildId, ShownGuild>,
  ) => ReadonlyArray<Unread>;
  /** Forgets a listener whose connection is over. */
  readonly leave: (listener: L) => void;
  /** Hears an event after its dispatches. */
  readonly heard: (recorded: RecordedEvent<DomainEvent>) => void;
  /** Hears that a recheck gave a listener its sight and its roles. `before` is undefined for a guild that is new to it. */
  readonly seen: (
    listener: L,
    guildId: GuildId,
    before: Sight | undefined,
    now: Sight,
    roles: ReadonlyArray<RoleId>,
  ) => void;
  readonly moved: (move: MarkerMove) => void;
  /** Counts for a user again, because other mentions may count. */
  readonly recount: (userId: UserId) => void;
  /** Reads all markers again, because moves may have been missed. */
  readonly missed: () => void;
  /** Ends the work that waits, and resolves when none runs. */
  readonly stop: () => Promise<void>;
};

/** Users whose read states are asked for at the same time. */
const ASKED_AT_ONCE = 4;
const NO_TARGETS: ReadonlySet<MentionTarget> = new Set();

type Counting = 'message.sent' | 'message.edited' | 'message.deleted' | 'message.restored';
const COUNTING: ReadonlySet<string> = new Set<Counting>([
  ...(['message.sent', 'message.edited', 'message.deleted', 'message.restored'] as const),
]);
/** True for an event that changes a number. An edit may take a mention away. */
const isCounting = (event: DomainEvent): event is Extract<DomainEvent, { readonly type: Counting }> =>
  COUNTING.has(event.type);

export const unreadTelling = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly queries: Pick<Queries, 'readState' | 'newestMessages'>;
  /** Calls `work` after `ms`. The answer cancels that. */
  readonly later: (ms: number, work: () => void) => () => void;
  /** Milliseconds between two looks at the channels with changes. */
  readonly everyMs: number;
  readonly failed: (error: unknown) => void;
}): UnreadTelling<L> => {
  const { audience, queries, later, everyMs } = deps;
  const readers = new Map<UserId, ReadingUser<L>>();
  const asked = new Set<AskedReadState<L>>();
  /** Channels whose messages changed since the last look. */
  let changed = new Map<ChannelId, GuildId>();
  /** Users whose markers moved, in these channels or in any. */
  const moves = new Map<UserId, Set<ChannelId> | 'all'>();
  /** Channels of which a listener was not told, because its guild waited for a recheck. */
  const skipped = new Map<L, Map<ChannelId, GuildId>>();
  const changesOf = countingChanges();
  const rests = new Set<() => void>();
  let stopped = false;
  let looking: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) return resolve();
      const over = (): void => {
        rests.delete(over);
        cancel();
        resolve();
      };
      const cancel = later(everyMs, over);
      rests.add(over);
    });

  const note = (channelId: ChannelId, guildId: GuildId): void => {
    changed.set(channelId, guildId);
    looking ??= look();
  };
  const want = (userId: UserId, channels: Iterable<ChannelId> | 'all'): void => {
    const wanted = moves.get(userId);
    if (channels === 'all' || wanted === 'all') moves.set(userId, 'all');
    else moves.set(userId, new Set([...(wanted ?? []), ...channels]));
    following ??= follow();
  };

  const begin = (reader: ReadingUser<L>, listener?: L): AskedReadState<L> => {
    const one: AskedReadState<L> = { listener, moved: new Set(), changed: new Map(), all: false };
    reader.asked.add(one);
    asked.add(one);
    return one;
  };
  const end = (reader: ReadingUser<L>, one: AskedReadState<L>): void => {
    reader.asked.delete(one);
    asked.delete(one);
  };
  /** Looks again at what changed while a question was under way, because the answer may not know it. */
  const again = ({ userId, markers }: ReadingUser<L>, during: AskedReadState<L>): void => {
    if (during.all) want(userId, 'all');
    if (during.moved.size > 0) want(userId, during.moved);
    for (const [channelId, guildId] of during.changed) {
      note(channelId, guildId);
      const marker = markers.get(channelId);
      // The timeline has the marker's message by now.
      if (marker !== undefined && marker.lastRead !== null && marker.floor.position === null) want(userId, [channelId]);
    }
  };

  const isTold = (listener: L, guildId: GuildId, channelId: ChannelId): boolean =>
    audience.at({ kind: 'guild', guildId }).has(listener) &&
    countsFor(audience.sight(listener, guildId)?.channels.get(channelId));

  /** Notes a channel that a listener is not told of now, when its guild waits for a recheck. */
  const skipWaiting = (listener: L, guildId: GuildId, channelId: ChannelId): void => {
    if (!audience.rechecked(guildId).has(listener)) return;
    const missed = skipped.get(listener) ?? new Map<ChannelId, GuildId>();
    skipped.set(listener, missed.set(channelId, guildId));
  };

  /** Tells the connections of a reader, each about the channels that it sees at this moment. */
  const tell = (reader: ReadingUser<L>, differences: ReadonlyArray<UnreadDifference>): void => {
    const told = new Set<ChannelId>();
    for (const listener of reader.listeners) {
      for (const { guildId, now } of differences) skipWaiting(listener, guildId, now.channel_id);
      const channels = differences.flatMap(({ guildId, now }) =>
        isTold(listener, guildId, now.channel_id) ? [now] : [],
      );
      for (const { channel_id } of channels) told.add(channel_id);
      if (channels.length > 0) plainDelivery({ t: 'unread_update', d: { channels } })(listener);
    }
    for (const { guildId, now } of differences) {
      noteTold(reader, now.channel_id, { guildId, ...(told.has(now.channel_id) ? now : NOTHING_UNREAD) });
    }
  };

  const askAgain = async (userId: UserId, only: ReadonlySet<ChannelId> | 'all'): Promise<void> => {
    const reader = readers.get(userId);
    const [viewer] = reader?.listeners ?? [];
    // A user who is being greeted is asked about as a whole, and `again` follows the moves.
    if (reader === undefined || viewer === undefined) return;
    const one = begin(reader);
    try {
      const channels = only === 'all' ? undefined : [...only];
      const answer = await queries.readState({ viewer, atLeast: undefined, channels })();
      if (isLeft(answer))
        throw new Error(`no read state: ${'why' in answer.left ? answer.left.why : answer.left.kind}`);
      tell(reader, takeReadState(reader, answer.right.value, only));
    } finally {
      end(reader, one);
    }
    again(reader, one);
  };

  const follow = async (): Promise<void> => {
    // Moves of one moment, as of a whole guild, make one question.
    await nextTurn();
    while (moves.size > 0 && !stopped) {
      const some = [...moves].slice(0, ASKED_AT_ONCE);
      for (const [userId] of some) moves.delete(userId);
      const outcomes = await Promise.allSettled(some.map(([userId, only]) => askAgain(userId, only)));
      const failures = outcomes.map((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      for (const [at, [userId, only]] of some.entries()) {
        for (const error of failures[at] ?? []) {
          deps.failed(error);
          want(userId, only);
        }
      }
      if (failures.some((failure) => failure.length > 0)) await rest();
    }
    following = undefined;
  };

  /**
   * Counts a channel for all its viewers, and tells those whose number changed. `breathe` may end the turn after each
   * user. All connections of a user are told in one turn, because they share the numbers that were told.
   */
  const count = async (newest: NewestMessagesView, guildId: GuildId, breathe: () => Promise<void>): Promise<void> => {
    const { channelId } = newest;
    const numbersOf = channelCount(newest, audience.currentPosition());
    const counted = new Map<Sight, boolean>();
    const made = new Map<string, Delivery>();
    const isViewer = (listener: L): boolean => {
      const sight = audience.sight(listener, guildId);
      if (sight === undefined || !audience.at({ kind: 'guild', guildId }).has(listener)) return false;
      const isCounted = counted.get(sight) ?? countsFor(sight.channels.get(channelId));
      counted.set(sight, isCounted);
      return isCounted;
    };
    const countFor = (reader: ReadingUser<L>): void => {
      for (const listener of reader.listeners) skipWaiting(listener, guildId, channelId);
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
    const users = new Set([...audience.everyoneIn(guildId)].map(({ userId }) => userId));
    for (const userId of users) {
      const reader = readers.get(userId);
      if (reader === undefined || reader.listeners.size === 0) continue;
      countFor(reader);
      await breathe();
    }
  };

  const countAll = async (channels: ReadonlyMap<ChannelId, GuildId>): Promise<void> => {
    const ids = [...channels.keys()];
    let counted = 0;
    const breathe = async (): Promise<void> => {
      counted += 1;
      if (counted % RELEASED_PER_TURN_MAX === 0) await nextTurn();
    };
    for (let from = 0; from < ids.length && !stopped; from += UNREAD_CHANNELS_ASKED) {
      const answer = await queries.newestMessages({ channels: ids.slice(from, from + UNREAD_CHANNELS_ASKED) })();
      if (isLeft(answer)) throw new Error(`no newest messages: ${answer.left.why}`);
      for (const newest of answer.right) {
        const guildId = channels.get(newest.channelId);
        if (guildId !== undefined) await count(newest, guildId, breathe);
      }
    }
  };

  const look = async (): Promise<void> => {
    // The event that asked for this look is told first, with all of its turn.
    await nextTurn();
    while (changed.size > 0 && !stopped) {
      const channels = changed;
      changed = new Map();
      const resting = rest();
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

  /** Takes what a recheck gave and took, so that a number that comes again is told again. */
  const forgetTold = ({ told }: ReadingUser<L>, channels: Iterable<ChannelId>): void => {
    for (const channelId of channels) told.delete(channelId);
  };

  /** Takes the roles of a reader in a guild, and counts again where they decide who is mentioned. */
  const noteRoles = (reader: ReadingUser<L>, guildId: GuildId, roles: ReadonlyArray<RoleId>): void => {
    if (!takeRoles(reader, guildId, roles)) return;
    for (const one of reader.asked) one.all = true;
    for (const [channelId, told] of reader.told) if (told.guildId === guildId) note(channelId, guildId);
  };

  const recount = (userId: UserId): void => {
    const reader = readers.get(userId);
    if (reader === undefined) return;
    for (const one of reader.asked) one.all = true;
    if (reader.listeners.size > 0) want(userId, 'all');
  };

  return {
    expect: (listener) => {
      const reader = readers.get(listener.userId) ?? readingUser<L>(listener.userId);
      readers.set(listener.userId, reader);
      begin(reader, listener);
    },
    meet: (listener, { value, through }, shown) => {
      const reader = readers.get(listener.userId);
      const one = [...(reader?.asked ?? [])].find((question) => question.listener === listener);
      if (reader === undefined || one === undefined) return [];
      end(reader, one);
      tell(reader, takeReadState(reader, value, 'all'));
      reader.listeners.add(listener);
      const entries = value.unread.filter(
        ({ guildId, channelId }) =>
          shown.get(guildId)?.channels.has(channelId) === true && isTold(listener, guildId, channelId),
      );
      for (const { channelId, guildId, unread, mentions } of entries)
        noteTold(reader, channelId, { guildId, unread, mentions });
      for (const [guildId, { channels, roles, through: shownAt }] of shown) {
        noteRoles(reader, guildId, roles);
        if (!value.since.has(guildId)) want(listener.userId, 'all');
        // The sight may be newer than the numbers, and then it may have channels and roles that they lack.
        if (through < audience.changedAt(guildId) || through < shownAt)
          for (const channelId of channels) note(channelId, guildId);
      }
      again(reader, one);
      return entries.map((one) => unreadOf(one.channelId, reader.markers.get(one.channelId), one));
    },
    leave: (listener) => {
      skipped.delete(listener);
      const reader = readers.get(listener.userId);
      if (reader === undefined) return;
      reader.listeners.delete(listener);
      for (const one of reader.asked) if (one.listener === listener) end(reader, one);
      if (reader.listeners.size + reader.asked.size === 0) readers.delete(listener.userId);
    },
    heard: ({ event, position }) => {
      if (!isCounting(event)) return;
      const { channelId, messageId, home } = event.data;
      const guildId = guildOf(home);
      if (guildId === null) return;
      for (const one of asked) one.changed.set(channelId, guildId);
      const markers = event.type === 'message.sent' ? readers.get(event.data.authorId)?.markers : undefined;
      const marker = markers?.get(channelId);
      // The marker of an author may come before the message, and then its position was not known.
      if (marker?.lastRead === messageId) markers?.set(channelId, { ...marker, floor: { ...marker.floor, position } });
      if (audience.hasGuild(guildId)) note(channelId, guildId);
    },
    seen: (listener, guildId, before, now, roles) => {
      const missed = skipped.get(listener);
      skipped.delete(listener);
      const reader = readers.get(listener.userId);
      if (reader === undefined) return;
      noteRoles(reader, guildId, roles);
      if (before === undefined) {
        forgetTold(reader, now.channels.keys());
        for (const one of reader.asked) one.all = true;
        if (reader.listeners.size > 0) want(listener.userId, 'all');
        return;
      }
      const { gained, lost } = changesOf(before, now);
      forgetTold(reader, lost);
      forgetTold(reader, gained);
      const skippedHere = [...(missed ?? [])].flatMap(([id, home]) => (home === guildId ? [id] : []));
      for (const channelId of skippedHere) noteUntold(reader, channelId, guildId);
      for (const channelId of [...gained, ...skippedHere]) note(channelId, guildId);
    },
    moved: ({ userId, channelId }) => {
      const reader = readers.get(userId);
      if (reader === undefined) return;
      for (const one of reader.asked) one.moved.add(channelId);
      if (reader.listeners.size > 0) want(userId, [channelId]);
    },
    recount,
    missed: () => {
      for (const userId of readers.keys()) recount(userId);
    },
    stop: async () => {
      stopped = true;
      for (const over of rests) over();
      await Promise.all([looking, following]);
    },
  };
};
