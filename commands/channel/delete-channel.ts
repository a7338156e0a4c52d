import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeChannel } from '#commands/channel/change-channel.ts';
import type { Commands } from '#commands/commands.ts';
import { done } from '#commands/machine/done.ts';
import { ensure } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { decideDeleteChannel } from '#domain/channel/decide.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import { guildStream } from '#domain/kernel/stream.ts';

/** The channel's own stream says that it is gone; then its place in the guild's list becomes free. */
export const deleteChannel =
  (can: Capabilities): Commands['deleteChannel'] =>
  (intent) =>
    pipe(
      changeChannel(can)(intent, { type: 'channel.deleted' }, (authority, state) =>
        decideDeleteChannel({ authority }, state),
      ),
      TE.flatMap((deleted) =>
        pipe(
          ensure(can)({
            fold: can.folds.guild,
            stream: guildStream(intent.guildId),
            origin: originOf(intent),
            decide: ({ state }) => TE.fromEither(decideUnlistChannel({ channelId: intent.channelId }, state)),
          }),
          TE.map((guild) => done(guild.position > deleted.position ? guild : deleted)),
        ),
      ),
    );
