import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { ChannelMade, Done } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { began, standing } from '#commands/machine/done.ts';
import type { Folded } from '#commands/machine/folds.ts';
import { create } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { decideCreateChannel } from '#domain/channel/decide.ts';
import type { ChannelKind } from '#domain/channel/events.ts';
import type { CreateChannelRejection } from '#domain/channel/rejections.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import { decideListChannel } from '#domain/guild/decide.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { inGuild } from '#domain/kernel/place.ts';
import { channelStream } from '#domain/kernel/stream.ts';

export type NewChannel = {
  readonly actor: UserId;
  readonly guildId: GuildId;
  readonly name: ChannelName;
  readonly kind: ChannelKind;
  readonly origin: Origin;
};

const madeOf = (folded: Folded<ChannelState>, guildId: GuildId): Done<ChannelMade> => {
  const { channelId, name, medium } = standing(folded.state);
  const value = { guildId, channelId, name, kind: medium, createdAt: began(folded) };
  return { position: folded.position, value };
};

/**
 * First the guild's list, where authority and number are checked; then the channel itself, whose id follows from
 * the attempt. Cut short between the two, the list holds a channel that does not exist, until the attempt is repeated.
 */
export const makeChannel = (can: Capabilities) => (channel: NewChannel) => {
  const { guildId, name, kind, origin } = channel;
  const channelId = can.ids.entityId(origin.command, origin.actor, 'ChannelId');
  const stream = channelStream(channelId);
  return pipe(
    can.folds.channel.read(stream),
    // What exists was listed when it was made; listing it again would bring a deleted channel back into the list. What
    // has become of it is told to members of the guild alone, also where they were its makers.
    TE.tap(
      ({ state }): TE.TaskEither<CreateChannelRejection | CommandFailure, unknown> =>
        state.kind === 'Absent'
          ? changeGuild(can)(channel, { type: 'guild.channel-listed', facts: { channelId } }, (authority, guild) =>
              decideListChannel({ channelId, authority }, guild),
            )
          : authorityInGuild(can.folds)(channel.actor, guildId, can.clock.now()),
    ),
    TE.flatMap(() =>
      create(can)({
        fold: can.folds.channel,
        stream,
        origin,
        wants: () => ({ type: 'channel.created', facts: { home: inGuild(guildId), name, kind } }),
        decide: ({ state }) =>
          TE.fromEither(decideCreateChannel({ channelId, home: inGuild(guildId), name, kind }, state)),
      }),
    ),
    TE.map((folded) => madeOf(folded, guildId)),
  );
};
