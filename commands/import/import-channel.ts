import { left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { keepChannelListed } from '#commands/guild/list-channel.ts';
import type { ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { importOrigin } from '#commands/import/import-origin.ts';
import { begin } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import { decideCreateChannel } from '#domain/channel/decide.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { ChannelUnknown, GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import { channelStream } from '#domain/kernel/stream.ts';

type Known = {
  readonly guildId: GuildId;
  readonly channelId: ChannelId;
  readonly name: ChannelName;
  readonly origin: Origin;
};
type Refusal = GuildUnknown | TooManyChannels;
type Run = ProcessStep<Known, Refusal>['run'];

const GONE: ChannelUnknown = { kind: 'ChannelUnknown' };

/** Takes a place in the guild while the channel is in this state. */
const takePlaceWhile =
  (can: ImportCapabilities, kind: ChannelState['kind']): Run =>
  (known) =>
    pipe(
      can.folds.channel.read(channelStream(known.channelId)),
      TE.flatMap(
        ({ state }): TE.TaskEither<Refusal | CommandFailure, StepOutcome> =>
          state.kind === kind ? keepChannelListed(can)(known) : TE.right(NOTHING_TO_DO),
      ),
    );

const make =
  (can: ImportCapabilities): Run =>
  ({ guildId, channelId, name, origin }) =>
    begin(can)({
      fold: can.folds.channel,
      stream: channelStream(channelId),
      origin,
      decide: ({ state }) =>
        TE.fromEither(
          decideCreateChannel({ channelId, home: inGuild(guildId), parentId: null, name, channelKind: 'text' }, state),
        ),
    });

/** Imports a channel. A channel that exists had its place when it was imported, and may be deleted by now. */
export const importChannel = (can: ImportCapabilities): ImportCommands['importChannel'] => {
  const imported = processOf<Known, Refusal>('import a channel', [
    { name: 'take a place in the guild', run: takePlaceWhile(can, 'Absent') },
    { name: 'make the channel', run: make(can) },
    { name: 'keep the place', run: takePlaceWhile(can, 'Present') },
  ]);
  return ({ importId, guildId, name }) => {
    const origin = importOrigin(importId);
    const channelId = can.ids.entityId(origin.command, `${origin.actor} ${name}`, 'ChannelId');
    return pipe(
      imported({ guildId, channelId, name, origin }),
      TE.bindTo('done'),
      TE.bindW('channel', () => can.folds.channel.read(channelStream(channelId))),
      TE.flatMapEither(({ done, channel }) =>
        channel.state.kind === 'Present' ? right({ ...done, value: { channelId } }) : left(GONE),
      ),
    );
  };
};
