/** Readers: all connected users of one gateway, and the questions for their read states that are under way. */
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { forgetFollowsIn } from '#gateway/dispatch/followed-threads.ts';
import type { Login } from '#gateway/dispatch/listener.ts';
import { type AskedReadState, type ReadingUser, readingUser } from '#gateway/dispatch/reading-user.ts';

export class Readers<L extends Login> {
  readonly #byUser = new Map<UserId, ReadingUser<L>>();
  readonly #asked = new Set<AskedReadState<L>>();

  of(userId: UserId): ReadingUser<L> | undefined {
    return this.#byUser.get(userId);
  }

  all(): Iterable<ReadingUser<L>> {
    return this.#byUser.values();
  }

  /** Questions that are under way, for any reader. */
  asked(): Iterable<AskedReadState<L>> {
    return this.#asked;
  }

  /** Readers who follow a thread, also one that is hidden or deleted. */
  followersOf(threadId: ChannelId): ReadonlyArray<ReadingUser<L>> {
    return [...this.#byUser.values()].filter(({ follows }) => follows.has(threadId));
  }

  /** Takes a listener that is about to be greeted. */
  expect(listener: L): void {
    const reader = this.#byUser.get(listener.userId) ?? readingUser<L>(listener.userId);
    this.#byUser.set(listener.userId, reader);
    this.begin(reader, listener);
  }

  begin(reader: ReadingUser<L>, listener?: L): AskedReadState<L> {
    const one: AskedReadState<L> = { listener, moved: new Set(), changed: new Map(), all: false };
    reader.asked.add(one);
    this.#asked.add(one);
    return one;
  }

  end(reader: ReadingUser<L>, one: AskedReadState<L>): void {
    reader.asked.delete(one);
    this.#asked.delete(one);
  }

  leave(listener: L): void {
    const reader = this.#byUser.get(listener.userId);
    if (reader === undefined) return;
    reader.listeners.delete(listener);
    for (const one of reader.asked) if (one.listener === listener) this.end(reader, one);
    if (reader.listeners.size + reader.asked.size === 0) this.#byUser.delete(listener.userId);
  }
}

export const noteFollow = <L>({ follows }: ReadingUser<L>, threadId: ChannelId, isTold: boolean): void => {
  const followed = follows.get(threadId);
  if (followed !== undefined) followed.isTold = isTold;
};

/**
 * Takes what a recheck gave or took, so that a number that comes again is told again. Answers the followed threads in
 * these channels, which are told again too.
 */
export const forgetTold = <L>(
  { told, follows }: ReadingUser<L>,
  guildId: GuildId,
  channels: ReadonlySet<ChannelId>,
): ReadonlyArray<ChannelId> => {
  const threads = forgetFollowsIn(follows, guildId, (parentId) => channels.has(parentId));
  for (const channelId of [...channels, ...threads]) told.delete(channelId);
  return threads;
};
