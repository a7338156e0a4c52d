import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeChannel } from '#commands/channel/change-channel.ts';
import type { Attempt, ChannelPlace, Commands } from '#commands/commands.ts';
import { ensure } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { processOf, type Step } from '#commands/process/process.ts';
import { decideDeleteChannel } from '#domain/channel/decide.ts';
import type { ChangeChannelRejection } from '#domain/channel/rejections.ts';
import { decideUnlistChannel } from '#domain/guild/decide.ts';
import { guildStream } from '#domain/kernel/stream.ts';

type Known = Attempt & ChannelPlace;
type Run = Step<Known, ChangeChannelRejection>['run'];

const remove =
  (can: Capabilities): Run =>
  (intent) =>
    changeChannel(can)(intent, { type: 'channel.deleted' }, (authority, state) =>
      decideDeleteChannel({ authority }, state),
    );

const givePlaceBack =
  (can: Capabilities): Run =>
  (intent) =>
    ensure(can)({
      fold: can.folds.guild,
      stream: guildStream(intent.guildId),
      origin: originOf(intent),
      decide: ({ state }) => TE.fromEither(decideUnlistChannel({ channelId: intent.channelId }, state)),
    });

/** The channel's own stream says first that the channel is gone, so no place is free before. */
export const deleteChannel = (can: Capabilities): Commands['deleteChannel'] =>
  processOf<Known, ChangeChannelRejection>('delete a channel', [
    { name: 'delete the channel', run: remove(can) },
    { name: 'give its place in the guild back', run: givePlaceBack(can) },
  ]);
