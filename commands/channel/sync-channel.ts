import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSightBy } from '#commands/channel/change-in-sight.ts';
import { targetRank } from '#commands/channel/target-rank.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideSyncChannel } from '#domain/channel/overwrite-decide.ts';
import type { PresentChannel } from '#domain/channel/state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { channelStream } from '#domain/kernel/stream.ts';
import type { Rank } from '#domain/permission/hierarchy.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { overwriteChanges } from '#domain/permission/overwrite-changes.ts';

/** Reads the overwrites of the channel's category. Null without a category, and for one that is deleted. */
const ofCategory =
  ({ folds }: Capabilities) =>
  ({ parentId }: PresentChannel): TE.TaskEither<StoreUnavailable, Overwrites | null> =>
    parentId === null
      ? TE.right(null)
      : pipe(
          folds.channel.read(channelStream(parentId)),
          TE.map(({ state }) => (state.kind === 'Present' ? state.overwrites : null)),
        );

const highestRank =
  (can: Capabilities) =>
  ({ home }: PresentChannel, before: Overwrites, after: Overwrites | null): TE.TaskEither<StoreUnavailable, Rank> =>
    pipe(
      after === null ? [] : overwriteChanges(before, after),
      TE.traverseSeqArray(({ target }) => targetRank(can)(home, target)),
      TE.map((ranks) => Math.max(0, ...ranks.map(({ rank }) => rank))),
    );

/** Lets a channel follow the overwrites of its category. */
export const syncChannel =
  (can: Capabilities): Commands['syncChannel'] =>
  (intent) =>
    pipe(
      changeInSightBy(can)(intent, { type: 'channel.synced' }, ({ authority, overwrites: effective, state, channel }) =>
        pipe(
          ofCategory(can)(channel),
          TE.bindTo('category'),
          TE.bind('highestRank', ({ category }) => highestRank(can)(channel, effective, category)),
          TE.flatMapEither((found) => decideSyncChannel({ ...found, effective, authority }, state)),
        ),
      ),
      TE.map(receiptOf),
    );
