/**
 * Threads that a connected user follows. The gateway keeps also the hidden and the deleted ones, so that it knows what to
 * ask for when they come into sight (decision 0052).
 */
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';
import type { FollowedThreadView } from '#queries/unread/unread-queries.ts';

export type Follow = {
  readonly guildId: GuildId;
  readonly parentId: ChannelId;
  /** Time from which messages count without a marker. */
  readonly since: Instant;
  /** True while the connections of the user know that the user follows the thread. Its numbers are told only then. */
  isTold: boolean;
};
export type Follows = Map<ChannelId, Follow>;

/** Threads that a user follows and was not told of, and threads that the user follows no more. */
export type FollowDifferences = {
  readonly followed: ReadonlyArray<ThreadView>;
  readonly unfollowed: ReadonlyArray<ChannelId>;
};

/** Takes the followed threads of an answer about these channels or about all. Answers what the user was told otherwise. */
export const takeFollows = (
  follows: Follows,
  answer: ReadonlyArray<FollowedThreadView>,
  only: ReadonlySet<ChannelId> | 'all',
): FollowDifferences => {
  const now = new Map(answer.map((one) => [one.thread.channelId, one]));
  const followed: ThreadView[] = [];
  const unfollowed: ChannelId[] = [];
  for (const channelId of only === 'all' ? new Set([...follows.keys(), ...now.keys()]) : only) {
    const [before, one] = [follows.get(channelId), now.get(channelId)];
    if (one === undefined) {
      if (follows.delete(channelId) && before?.isTold === true) unfollowed.push(channelId);
      continue;
    }
    const { guildId, parentId } = one.thread;
    const isTold = one.isSeen && before?.isTold === true;
    follows.set(channelId, { guildId, parentId, since: one.since, isTold });
    if (one.isSeen && !isTold) followed.push(one.thread);
  }
  return { followed, unfollowed };
};

/**
 * Forgets that the user was told of the threads in these channels, because the sight of the channels changed. Answers
 * these threads.
 */
export const forgetFollowsIn = (
  follows: Follows,
  guildId: GuildId,
  isChanged: (parentId: ChannelId) => boolean,
): ReadonlyArray<ChannelId> =>
  [...follows].flatMap(([channelId, follow]) => {
    if (follow.guildId !== guildId || !isChanged(follow.parentId)) return [];
    follow.isTold = false;
    return [channelId];
  });
