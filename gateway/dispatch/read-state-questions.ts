/**
 * Asks for the read states of connected users again: after a move of a marker, a choice about a thread, or a change of
 * sight. The answer says what differs from what the connections were told.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Pauses } from '#gateway/dispatch/pauses.ts';
import type { ReaderTelling } from '#gateway/dispatch/reader-telling.ts';
import type { Readers } from '#gateway/dispatch/readers.ts';
import {
  type AskedReadState,
  type ReadDifferences,
  type ReadingUser,
  takeReadState,
} from '#gateway/dispatch/reading-user.ts';
import type { Queries } from '#queries/queries.ts';

/** Users whose read states are asked for at the same time. */
const ASKED_AT_ONCE = 4;

export type ReadStateQuestions<L extends Listener> = {
  /** Asks about these channels of a user, or about all, in the next turn. */
  readonly want: (userId: UserId, channels: Iterable<ChannelId> | 'all') => void;
  /** Looks again at what changed while a question was under way, because the answer may not know it. */
  readonly again: (reader: ReadingUser<L>, during: AskedReadState<L>) => void;
  /** Resolves when no question is under way. */
  readonly over: () => Promise<void>;
};

/** Leaves out the threads that changed while they were asked for. They are asked for again. */
export const unchangedDuring = <L>(differences: ReadDifferences, { changed }: AskedReadState<L>): ReadDifferences => ({
  ...differences,
  followed: differences.followed.filter(({ channelId }) => !changed.has(channelId)),
});

export const readStateQuestions = <L extends Listener>(deps: {
  readonly readers: Readers<L>;
  readonly telling: ReaderTelling<L>;
  readonly queries: Pick<Queries, 'readState'>;
  /** Counts a channel again, whose messages changed. */
  readonly note: (channelId: ChannelId, guildId: GuildId) => void;
  readonly pauses: Pauses;
  readonly rest: () => Promise<void>;
  readonly failed: (error: unknown) => void;
}): ReadStateQuestions<L> => {
  const { readers, telling, queries, note } = deps;
  const wanted = new Map<UserId, Set<ChannelId> | 'all'>();
  let following: Promise<void> | undefined;

  const want = (userId: UserId, channels: Iterable<ChannelId> | 'all'): void => {
    const known = wanted.get(userId);
    const all = channels === 'all' || known === 'all' ? 'all' : new Set([...(known ?? []), ...channels]);
    if (all !== 'all' && all.size === 0) return;
    wanted.set(userId, all);
    following ??= follow();
  };

  const again = ({ userId, markers, follows }: ReadingUser<L>, during: AskedReadState<L>): void => {
    if (during.all) want(userId, 'all');
    if (during.moved.size > 0) want(userId, during.moved);
    for (const [channelId, guildId] of during.changed) {
      const followed = follows.get(channelId);
      // A device that is being greeted hears nothing of a thread before the snapshot.
      if (followed !== undefined && (during.listener !== undefined || !followed.isTold)) {
        followed.isTold = false;
        want(userId, [channelId]);
        continue;
      }
      note(channelId, guildId);
      const marker = markers.get(channelId);
      // The timeline has the marker's message by now.
      if (marker !== undefined && marker.lastRead !== null && marker.floor.at !== null) want(userId, [channelId]);
    }
  };

  const ask = async (userId: UserId, only: ReadonlySet<ChannelId> | 'all'): Promise<void> => {
    const reader = readers.of(userId);
    const [viewer] = reader?.listeners ?? [];
    // A user who is being greeted is asked about as a whole, and `again` follows the moves.
    if (reader === undefined || viewer === undefined) return;
    const one = readers.begin(reader);
    try {
      const channels = only === 'all' ? undefined : [...only];
      const answer = await queries.readState({ viewer, atLeast: undefined, channels })();
      if (isLeft(answer))
        throw new Error(`no read state: ${'why' in answer.left ? answer.left.why : answer.left.kind}`);
      telling.tell(reader, unchangedDuring(takeReadState(reader, answer.right.value, only), one));
    } finally {
      readers.end(reader, one);
    }
    again(reader, one);
  };

  const follow = async (): Promise<void> => {
    // Moves of one moment, as of a whole guild, make one question.
    await nextTurn();
    while (wanted.size > 0 && !deps.pauses.isOver()) {
      const some = [...wanted].slice(0, ASKED_AT_ONCE);
      for (const [userId] of some) wanted.delete(userId);
      const outcomes = await Promise.allSettled(some.map(([userId, only]) => ask(userId, only)));
      const failures = outcomes.map((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      for (const [at, [userId, only]] of some.entries()) {
        for (const error of failures[at] ?? []) {
          deps.failed(error);
          want(userId, only);
        }
      }
      if (failures.some((failure) => failure.length > 0)) await deps.rest();
    }
    following = undefined;
  };

  return { want, again, over: async () => following };
};
