import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { keepChannelListed } from '#commands/guild/list-channel.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { NOTHING_TO_DO, type StepOutcome } from '#commands/process/process.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { channelStream, guildStream } from '#domain/kernel/stream.ts';

type Place = { readonly guildId: GuildId; readonly channelId: ChannelId; readonly origin: Origin };

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
            keepChannelListed(can)({ guildId, channelId, origin }),
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
