import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Folds } from '#commands/machine/folds.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { channelStream } from '#domain/kernel/stream.ts';

/** Says whether a channel is a thread, deleted or not. A channel never becomes one. */
export const isThread =
  (folds: Folds) =>
  (channelId: ChannelId): TaskEither<StoreUnavailable, boolean> =>
  async () => {
    const folded = await folds.channel.read(channelStream(channelId))();
    if (isLeft(folded)) return folded;
    const { state } = folded.right;
    return right(state.kind !== 'Absent' && state.thread !== null);
  };
