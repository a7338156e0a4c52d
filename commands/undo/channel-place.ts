import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { NOTHING_TO_DO, type StepOutcome } from '#commands/process/process.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import { channelsInOrder, decideRelistChannel } from '#domain/guild/order-decide.ts';
import { guildAggregate } from '#domain/guild/state.ts';
import { NO_REVISION, type RecordedEvent } from '#domain/kernel/event.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import { channelStream, guildStream } from '#domain/kernel/stream.ts';

type Relisting = Either<GuildUnknown | TooManyChannels | StoreUnavailable, ReadonlyArray<GuildEvent>>;
type Place = { readonly guildId: GuildId; readonly channelId: ChannelId; readonly origin: Origin };

/** Answers the order of the channels before this one left the list of the guild for the last time. */
const orderLeft = (
  events: ReadonlyArray<RecordedEvent<DomainEvent>>,
  channelId: ChannelId,
): ReadonlyArray<ChannelId> => {
  const left = events.findLastIndex(
    ({ event }) => event.type === 'guild.channel-unlisted' && event.data.channelId === channelId,
  );
  // The stream of a guild holds its events alone.
  const before = events.slice(0, Math.max(left, 0)).map(({ event }) => event as GuildEvent);
  const state = guildAggregate.fold(guildAggregate.initial, before);
  return state.kind === 'Present' ? channelsInOrder(state) : [];
};

const relist =
  (can: Capabilities) =>
  ({ guildId, channelId, origin }: Place) => {
    const stream = guildStream(guildId);
    return ensure(can)({
      fold: can.folds.guild,
      stream,
      origin,
      decide:
        ({ state, head }) =>
        async (): Promise<Relisting> => {
          const read = await can.store.readStream(stream, NO_REVISION)();
          if (isLeft(read)) return read;
          const before = orderLeft(read.right.events.slice(0, head + 1), channelId);
          return decideRelistChannel({ channelId, before }, state);
        },
    });
  };

/**
 * Gives a channel that came back its place in the guild's list. A channel that is deleted again loses its place. The
 * list may fill up between the check and this step, and then the channel comes back without a place until a retry.
 */
export const settlePlace =
  (can: Capabilities) =>
  ({ guildId, channelId, origin }: Place): TE.TaskEither<CommandFailure, StepOutcome> =>
    pipe(
      can.folds.channel.read(channelStream(channelId)),
      TE.flatMap(({ state }): TE.TaskEither<CommandFailure, StepOutcome> => {
        // A thread stands in no list.
        if (state.kind !== 'Absent' && state.thread !== null) return TE.right(NOTHING_TO_DO);
        if (state.kind === 'Present')
          return pipe(
            relist(can)({ guildId, channelId, origin }),
            TE.orElse((why) =>
              why.kind === 'GuildUnknown' || why.kind === 'TooManyChannels' ? TE.right(NOTHING_TO_DO) : TE.left(why),
            ),
          );
        return ensure(can)({
          fold: can.folds.guild,
          stream: guildStream(guildId),
          origin,
          decide: ({ state: guild }) => TE.fromEither(decideUnlistChannel({ channelId }, guild)),
        });
      }),
    );
