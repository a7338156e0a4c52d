import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { importOrigin } from '#commands/import/import-origin.ts';
import { begin, ensure } from '#commands/machine/handle.ts';
import { decideCreateChannel } from '#domain/channel/decide.ts';
import { decideKeepChannelListed } from '#domain/guild/decide.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { channelStream, guildStream } from '#domain/kernel/stream.ts';

const GONE: ChannelUnknown = { kind: 'ChannelUnknown' };

export const importChannel =
  (can: ImportCapabilities): ImportCommands['importChannel'] =>
  ({ importId, guildId, name }) =>
    pipe(
      TE.fromEither(readChannelName(name)),
      TE.flatMap((channelName) => {
        const origin = importOrigin(importId);
        const channelId = can.ids.entityId(origin.command, `${origin.actor} ${channelName}`, 'ChannelId');
        const stream = channelStream(channelId);
        return pipe(
          can.folds.channel.read(stream),
          // As for any channel: first the list, and what exists is not listed again.
          TE.tap(({ state }) =>
            state.kind !== 'Absent'
              ? TE.right(undefined)
              : ensure(can)({
                  fold: can.folds.guild,
                  stream: guildStream(guildId),
                  origin,
                  decide: (guild) => TE.fromEither(decideKeepChannelListed({ channelId }, guild.state)),
                }),
          ),
          TE.flatMap(() =>
            begin(can)({
              fold: can.folds.channel,
              stream,
              origin,
              decide: ({ state }) =>
                TE.fromEither(
                  decideCreateChannel(
                    { channelId, home: inGuild(guildId), name: channelName, channelKind: 'text' },
                    state,
                  ),
                ),
            }),
          ),
          TE.flatMap(({ state, position }) =>
            state.kind === 'Present' ? TE.right({ position, value: { channelId } }) : TE.left(GONE),
          ),
        );
      }),
    );
