import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeChannel } from '#commands/channel/change-channel.ts';
import type { Commands } from '#commands/commands.ts';
import { done, standing } from '#commands/machine/done.ts';
import { ensure } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { decideDeleteChannel } from '#domain/channel/decide.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import { guildOf } from '#domain/kernel/home.ts';
import { guildStream } from '#domain/kernel/stream.ts';

/** Deletes a channel on its own stream. Then the place in the list of its guild becomes free. */
export const deleteChannel =
  (can: Capabilities): Commands['deleteChannel'] =>
  (intent) =>
    pipe(
      changeChannel(can)(
        intent,
        (event) => event.type === 'channel.deleted',
        (authority, state) => decideDeleteChannel({ authority }, state),
      ),
      TE.flatMap((deleted) => {
        const guildId = guildOf(standing(deleted.state).home);
        // A conversation keeps no list of channels.
        if (guildId === null) return TE.right(done(deleted));
        return pipe(
          ensure(can)({
            fold: can.folds.guild,
            stream: guildStream(guildId),
            origin: originOf(intent),
            decide: ({ state }) => TE.fromEither(decideUnlistChannel({ channelId: intent.channelId }, state)),
          }),
          TE.map((guild) => done(guild.position > deleted.position ? guild : deleted)),
        );
      }),
    );
