import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt } from '#commands/commands.ts';
import { writtenBy } from '#commands/machine/attempts.ts';
import { ensure } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import { type ChannelState, channelAggregate } from '#domain/channel/state.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import { NO_REVISION, type RecordedEvent } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { channelStream } from '#domain/kernel/stream.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import {
  agreeOn,
  overwriteChanges,
  overwriteFacts,
  overwriteOf,
  withOverwrite,
} from '#domain/permission/overwrite-changes.ts';
import { overwritesOf } from '#domain/permission/question.ts';

type Recorded = RecordedEvent<DomainEvent>;

const stateAfter = (events: ReadonlyArray<Recorded>): ChannelState =>
  channelAggregate.fold(channelAggregate.initial, events.map(({ event }) => event).filter(channelAggregate.owns));

/** Runs work while no other command of this process changes the category that a channel follows. */
export const whileCategoryStands =
  ({ folds }: Pick<Capabilities, 'folds'>) =>
  <R, A>({ channelId }: ChannelRef, work: TE.TaskEither<R, A>): TE.TaskEither<R | StoreUnavailable, A> =>
  async () => {
    const folded = await folds.channel.read(channelStream(channelId))();
    if (isLeft(folded)) return folded;
    const { state } = folded.right;
    return state.kind === 'Present' && state.syncedWith !== null
      ? folds.channel.inTurn(channelStream(state.syncedWith), work)
      : work();
  };

/** Finds the event by which the attempt gave the channel the overwrites of its category. `undefined` if it wrote none. */
const copyAmong = (written: ReadonlyArray<Recorded>) => {
  const copies = written.flatMap(({ event, revision, position }) =>
    event.type === 'channel.overwrites-replaced'
      ? [{ copied: overwritesOf(event.data.overwrites), revision, position }]
      : [],
  );
  // A second one is the repair itself.
  return copies.length === 1 ? copies[0] : undefined;
};

/** Puts the edits that the copy missed into the overwrites of now, where nobody changed the copy since. */
const repaired = (copied: Overwrites, category: Overwrites, now: Overwrites): Overwrites =>
  overwriteChanges(copied, category)
    .map(({ target }) => target)
    .filter((target) => agreeOn(copied, now, target))
    .reduce((overwrites, target) => withOverwrite(overwrites, target, overwriteOf(category, target)), now);

/**
 * Repairs a channel whose copy of its category missed an edit. Another process appended that edit between the reading
 * and the append, and without the repair a channel could stay open that was closed with its category a moment before.
 * The log says what was missed, so a retry repairs too (decision 0035).
 */
export const keepCategoryEdits = (can: Capabilities) => (intent: Attempt & ChannelRef) => {
  const stream = channelStream(intent.channelId);
  const origin = originOf(intent);
  return ensure(can)({
    fold: can.folds.channel,
    stream,
    origin,
    decide: (folded) => async (): Promise<Either<AttemptReused | StoreUnavailable, ReadonlyArray<ChannelEvent>>> => {
      const { state } = folded;
      if (state.kind !== 'Present' || state.syncedWith !== null) return right([]);
      const written = await writtenBy(can, stream, origin)(folded);
      if (isLeft(written)) return written;
      const copy = copyAmong(written.right);
      if (copy === undefined) return right([]);
      const channel = await can.store.readStream(stream, NO_REVISION)();
      if (isLeft(channel)) return channel;
      const before = stateAfter(channel.right.events.slice(0, copy.revision));
      if (before.kind === 'Absent' || before.syncedWith === null) return right([]);
      const category = await can.store.readStream(channelStream(before.syncedWith), NO_REVISION)();
      if (isLeft(category)) return category;
      const then = stateAfter(category.right.events.filter(({ position }) => position < copy.position));
      if (then.kind === 'Absent') return right([]);
      const overwrites = repaired(copy.copied, then.overwrites, state.overwrites);
      if (overwriteChanges(state.overwrites, overwrites).length === 0) return right([]);
      const { channelId, home } = state;
      const data = { channelId, home, overwrites: overwriteFacts(overwrites) };
      return right([{ type: 'channel.overwrites-replaced', data }]);
    },
  });
};

/** Does a change that may copy the overwrites of a category, so that it loses no edit of the category. */
export const withoutLosingEdits =
  (can: Capabilities) =>
  <R, A>(intent: Attempt & ChannelRef, changed: TE.TaskEither<R, A>) =>
    whileCategoryStands(can)(
      intent,
      pipe(
        changed,
        TE.flatMap(() => keepCategoryEdits(can)(intent)),
      ),
    );
