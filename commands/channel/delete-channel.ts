import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSight } from '#commands/channel/change-in-sight.ts';
import type { Attempt, Commands } from '#commands/commands.ts';
import { ensure } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { existing } from '#commands/machine/receipt.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideDeleteChannel } from '#domain/channel/decide.ts';
import type { DeleteChannelRejection } from '#domain/channel/rejections.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import { channelStream, guildStream } from '#domain/kernel/stream.ts';

type Known = Attempt & ChannelRef & { readonly reason: Reason | null };
type Run = ProcessStep<Known, DeleteChannelRejection>['run'];

const remove =
  (can: Capabilities): Run =>
  (intent) =>
    changeInSight(can)(intent, { type: 'channel.deleted' }, ({ authority, state }) =>
      decideDeleteChannel({ reason: intent.reason, authority }, state),
    );

/** Gives the place in the guild back. A thread has none, and neither has a channel of a conversation. */
const givePlaceBack =
  (can: Capabilities): Run =>
  (intent) =>
    pipe(
      can.folds.channel.read(channelStream(intent.channelId)),
      TE.map(({ state }) => existing(state)),
      TE.map(({ home, thread }) => (thread === null ? guildOf(home) : null)),
      TE.flatMap(
        (guildId): TE.TaskEither<CommandFailure, StepOutcome> =>
          guildId === null
            ? TE.right(NOTHING_TO_DO)
            : ensure(can)({
                fold: can.folds.guild,
                stream: guildStream(guildId),
                origin: originOf(intent),
                decide: ({ state }) => TE.fromEither(decideUnlistChannel({ channelId: intent.channelId }, state)),
              }),
      ),
    );

/** Deletes a channel. Its own stream says so first, so that its place is not free before. */
export const deleteChannel = (can: Capabilities): Commands['deleteChannel'] => {
  const run = processOf<Known, DeleteChannelRejection>('delete a channel', [
    { name: 'delete the channel', run: remove(can) },
    { name: 'give its place in the guild back', run: givePlaceBack(can) },
  ]);
  return (intent) =>
    pipe(
      TE.fromEither(readReason(intent.reason ?? null)),
      TE.flatMap((reason) => run({ ...intent, reason })),
    );
};
