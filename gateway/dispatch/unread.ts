/**
 * Unread tellings: each user hears on all connections how many messages of a channel they have not read, and which
 * threads they follow. After new, deleted and restored messages the newest messages of the channel are read, at most once
 * in a while, and counted for all viewers in memory (decision 0041). A thread counts for its followers (decision 0052).
 */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { forgetFollowsIn } from '#gateway/dispatch/followed-threads.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { pauses } from '#gateway/dispatch/pauses.ts';
import { readStateQuestions, unchangedDuring } from '#gateway/dispatch/read-state-questions.ts';
import { ReaderTelling } from '#gateway/dispatch/reader-telling.ts';
import { forgetTold, noteFollow, Readers } from '#gateway/dispatch/readers.ts';
import {
  noteTold,
  noteUntold,
  type ReadingUser,
  takeReadState,
  takeRoles,
  unreadOf,
} from '#gateway/dispatch/reading-user.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { countingChanges } from '#gateway/dispatch/unread-count.ts';
import { unreadLooks } from '#gateway/dispatch/unread-looks.ts';
import type { MarkerMove } from '#gateway/ports/personal-changes.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import type { Thread, Unread } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';
import type { ReadStateView } from '#queries/unread/unread-queries.ts';

/** Guild in the snapshot of a listener: the channels that it shows and the roles of the user there, as of `through`. */
export type ShownGuild = {
  readonly channels: ReadonlySet<ChannelId>;
  readonly roles: ReadonlyArray<RoleId>;
  readonly through: Position;
};

/** Reading of a user as a snapshot says it: the numbers, and the threads that the user follows. */
export type ReadingStart = { readonly unread: ReadonlyArray<Unread>; readonly followed: ReadonlyArray<Thread> };

export type UnreadTelling<L extends Listener> = {
  /** Notes that the read state of a listener is about to be asked for. */
  readonly expect: (listener: L) => void;
  /**
   * Takes the read state of an expected listener, with the channels that its snapshot shows. Answers what the snapshot
   * says of them and of their threads. From now on the listener is told changes.
   */
  readonly meet: (
    listener: L,
    answer: { readonly value: ReadStateView; readonly through: Position },
    shown: ReadonlyMap<GuildId, ShownGuild>,
  ) => ReadingStart;
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

type Counting = 'message.sent' | 'message.edited' | 'message.deleted' | 'message.restored';
const COUNTING: ReadonlySet<string> = new Set<Counting>([
  ...(['message.sent', 'message.edited', 'message.deleted', 'message.restored'] as const),
]);
/** True for an event that changes a number. An edit may take a mention away. */
const isCounting = (event: DomainEvent): event is Extract<DomainEvent, { readonly type: Counting }> =>
  COUNTING.has(event.type);
/** Events that change a thread itself. A question that was under way may not know them. */
const ABOUT_A_THREAD: ReadonlySet<string> = new Set<DomainEvent['type']>([
  ...(['channel.thread-archived', 'channel.renamed', 'channel.deleted', 'channel.restored'] as const),
]);

type UnreadDeps<L extends Listener> = {
  readonly audience: Audience<L>;
  readonly queries: Pick<Queries, 'readState' | 'newestMessages'>;
  /** Calls `work` after `ms`. The answer cancels that. */
  readonly later: (ms: number, work: () => void) => () => void;
  /** Milliseconds between two looks at the channels with changes. */
  readonly everyMs: number;
  readonly failed: (error: unknown) => void;
};

/** Makes the parts of the telling: the readers, how they are told, and the two kinds of work beside the dispatches. */
const partsOf = <L extends Listener>({ audience, queries, later, everyMs, failed }: UnreadDeps<L>) => {
  const readers = new Readers<L>();
  const telling = new ReaderTelling(audience);
  const pausing = pauses();
  const rest = (): Promise<void> => pausing.wait((over) => later(everyMs, over));
  const shared = { readers, telling, queries, pauses: pausing, rest, failed };
  const { note, over: looked } = unreadLooks({ ...shared, audience });
  const { want, again, over: asked } = readStateQuestions({ ...shared, note });
  const stop = async (): Promise<void> => {
    pausing.end();
    await Promise.all([looked(), asked()]);
  };
  return { readers, telling, note, want, again, stop };
};
type Parts<L extends Listener> = ReturnType<typeof partsOf<L>>;

/**
 * Hears what may change the threads that connected users follow. The personal store is told of the same messages beside
 * the answers to them, and whichever comes last finds the other done.
 */
const threadEars = <L extends Listener>(audience: Audience<L>, { readers, want }: Parts<L>) => {
  /** Asks whether a user follows the channel of an event by now, if it may be a thread that the user took part in. */
  const askIfFollowed = (userId: UserId, channelId: ChannelId, guildId: GuildId): void => {
    const reader = readers.of(userId);
    if (reader === undefined || reader.follows.has(channelId)) return;
    const listeners = [...reader.listeners];
    if (listeners.some((one) => audience.sight(one, guildId)?.channels.has(channelId) === true)) return;
    for (const one of reader.asked) one.moved.add(channelId);
    if (listeners.length > 0) want(userId, [channelId]);
  };
  return (event: DomainEvent): void => {
    if (!('channelId' in event.data && 'home' in event.data)) return;
    const { channelId, home } = event.data;
    const guildId = guildOf(home);
    if (guildId === null || channelId === null) return;
    if (event.type === 'channel.thread-begun') askIfFollowed(event.data.by, channelId, guildId);
    if (event.type === 'message.sent') {
      const { authorId, mentions } = event.data;
      for (const userId of [authorId, ...(mentions?.users ?? [])]) askIfFollowed(userId, channelId, guildId);
    }
    if (!ABOUT_A_THREAD.has(event.type)) return;
    for (const one of readers.asked()) one.changed.set(channelId, guildId);
    if (event.type !== 'channel.deleted' && event.type !== 'channel.restored') return;
    for (const reader of readers.followersOf(channelId)) {
      reader.told.delete(channelId);
      noteFollow(reader, channelId, false);
      want(reader.userId, [channelId]);
    }
  };
};

/** Meets listeners: takes their read states, and says what their snapshots show of these. */
const meeting = <L extends Listener>(
  audience: Audience<L>,
  { readers, telling, note, want, again }: Parts<L>,
  noteRoles: (reader: ReadingUser<L>, guildId: GuildId, roles: ReadonlyArray<RoleId>) => void,
): UnreadTelling<L>['meet'] => {
  return (listener, { value, through }, shown) => {
    const reader = readers.of(listener.userId);
    const one = [...(reader?.asked ?? [])].find((question) => question.listener === listener);
    if (reader === undefined || one === undefined) return { unread: [], followed: [] };
    readers.end(reader, one);
    telling.tell(reader, unchangedDuring(takeReadState(reader, value, 'all'), one));
    reader.listeners.add(listener);
    const isShown = (guildId: GuildId, channelId: ChannelId): boolean =>
      shown.get(guildId)?.channels.has(channelId) === true && telling.isSeen(listener, guildId, channelId);
    const followed = value.followed.filter(
      ({ isSeen, thread: { guildId, parentId, channelId } }) =>
        isSeen && !one.changed.has(channelId) && isShown(guildId, parentId),
    );
    for (const { thread } of followed) noteFollow(reader, thread.channelId, true);
    const entries = value.unread.filter(
      ({ guildId, channelId }) =>
        telling.isTold(listener, reader, guildId, channelId) &&
        isShown(guildId, reader.follows.get(channelId)?.parentId ?? channelId),
    );
    for (const { channelId, guildId, unread, mentions } of entries)
      noteTold(reader, channelId, { guildId, unread, mentions });
    for (const [guildId, { channels, roles, through: shownAt }] of shown) {
      noteRoles(reader, guildId, roles);
      if (!value.since.has(guildId)) want(listener.userId, 'all');
      // The sight may be newer than the numbers, and then it may have channels and roles that they lack.
      if (through >= audience.changedAt(guildId) && through >= shownAt) continue;
      for (const channelId of channels) note(channelId, guildId);
      want(
        listener.userId,
        forgetFollowsIn(reader.follows, guildId, (parentId) => channels.has(parentId)),
      );
    }
    again(reader, one);
    return {
      unread: entries.map((entry) => unreadOf(entry.channelId, reader.markers.get(entry.channelId), entry)),
      followed: followed.map(({ thread }) => presentThread(thread)),
    };
  };
};

export const unreadTelling = <L extends Listener>(deps: UnreadDeps<L>): UnreadTelling<L> => {
  const { audience } = deps;
  const parts = partsOf(deps);
  const { readers, telling, note, want, stop } = parts;
  const hearOfThread = threadEars(audience, parts);
  const changesOf = countingChanges();

  /** Takes the roles of a reader in a guild, and counts again where they decide who is mentioned. */
  const noteRoles = (reader: ReadingUser<L>, guildId: GuildId, roles: ReadonlyArray<RoleId>): void => {
    if (!takeRoles(reader, guildId, roles)) return;
    for (const one of reader.asked) one.all = true;
    for (const [channelId, told] of reader.told) if (told.guildId === guildId) note(channelId, guildId);
  };

  const recount = (reader: ReadingUser<L>): void => {
    for (const one of reader.asked) one.all = true;
    if (reader.listeners.size > 0) want(reader.userId, 'all');
  };

  return {
    expect: (listener) => readers.expect(listener),
    meet: meeting(audience, parts, noteRoles),
    leave: (listener) => {
      telling.leave(listener);
      readers.leave(listener);
    },
    heard: ({ event, position }) => {
      hearOfThread(event);
      if (!isCounting(event)) return;
      const { channelId, messageId, home } = event.data;
      const guildId = guildOf(home);
      if (guildId === null) return;
      for (const one of readers.asked()) one.changed.set(channelId, guildId);
      const markers = event.type === 'message.sent' ? readers.of(event.data.authorId)?.markers : undefined;
      const marker = markers?.get(channelId);
      // The marker of an author may come before the message, and then its position was not known.
      if (marker?.lastRead === messageId) markers?.set(channelId, { ...marker, floor: { position, at: null } });
      if (audience.hasGuild(guildId)) note(channelId, guildId);
    },
    seen: (listener, guildId, before, now, roles) => {
      const skipped = telling.takeSkipped(listener, guildId);
      const reader = readers.of(listener.userId);
      if (reader === undefined) return;
      noteRoles(reader, guildId, roles);
      if (before === undefined) {
        forgetTold(reader, guildId, new Set(now.channels.keys()));
        recount(reader);
        return;
      }
      const { gained, lost } = changesOf(before, now);
      forgetTold(reader, guildId, new Set(lost));
      const threads = new Set([
        ...forgetTold(reader, guildId, new Set(gained)),
        ...skipped.filter((channelId) => reader.follows.has(channelId)),
      ]);
      for (const channelId of skipped) noteUntold(reader, channelId, guildId);
      for (const channelId of threads) noteFollow(reader, channelId, false);
      if (threads.size > 0) want(reader.userId, threads);
      for (const channelId of [...gained, ...skipped]) if (!threads.has(channelId)) note(channelId, guildId);
    },
    moved: ({ userId, channelId }) => {
      const reader = readers.of(userId);
      if (reader === undefined) return;
      for (const one of reader.asked) one.moved.add(channelId);
      if (reader.listeners.size > 0) want(userId, [channelId]);
    },
    recount: (userId) => {
      const reader = readers.of(userId);
      if (reader !== undefined) recount(reader);
    },
    missed: () => {
      for (const reader of readers.all()) recount(reader);
    },
    stop,
  };
};
