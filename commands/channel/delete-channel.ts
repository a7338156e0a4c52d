import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
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
import { may } from '#domain/permission/authority.ts';

type Known = Attempt & ChannelRef & { readonly reason: Reason | null };
type Run = ProcessStep<Known, DeleteChannelRejection>['run'];

const remove =
  (can: Capabilities): Run =>
  (intent) =>
    changeInSight(can)(intent, { type: 'channel.deleted', facts: { reason: intent.reason } }, ({ authority, state }) =>
      decideDeleteChannel({ reason: intent.reason, authority }, state),
    );

/** Gives the place in the guild back. A thread has none, and neither has a channel of a conversation. */
const givePlaceBack =
  (can: Capabilities) =>
  (intent: Known): TE.TaskEither<CommandFailure, StepOutcome> =>
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

/**
 * Gives back the place of a channel that is deleted already. A crash cuts a deletion short, and an attempt with another key
 * is refused, but it ends what the first one began. The actor must have the right to it.
 */
const giveBackAfterCrash =
  (can: Capabilities) =>
  (intent: Known): TE.TaskEither<CommandFailure, unknown> =>
    pipe(
      can.folds.channel.read(channelStream(intent.channelId)),
      TE.flatMap(({ state }): TE.TaskEither<CommandFailure, unknown> => {
        const guildId = state.kind === 'Deleted' ? guildOf(state.home) : null;
        if (guildId === null) return TE.right(NOTHING_TO_DO);
        return pipe(
          authorityInGuild(can.folds)(intent.actor, guildId, can.clock.now()),
          TE.map(({ authority }) => may(authority, 'manage_channels')),
          TE.orElse((why) => (why.kind === 'GuildUnknown' ? TE.right(false) : TE.left(why))),
          TE.flatMap((isManager) => (isManager ? givePlaceBack(can)(intent) : TE.right(NOTHING_TO_DO))),
        );
      }),
    );

/** Deletes a channel. Its own stream says so first, so that its place is not free before. */
export const deleteChannel = (can: Capabilities): Commands['deleteChannel'] => {
  const run = processOf<Known, DeleteChannelRejection>('delete a channel', [
    { name: 'delete the channel', run: remove(can) },
    { name: 'give its place in the guild back', run: givePlaceBack(can), giveBack: giveBackAfterCrash(can) },
  ]);
  return (intent) =>
    pipe(
      TE.fromEither(readReason(intent.reason ?? null)),
      TE.flatMap((reason) => run({ ...intent, reason })),
    );
};
