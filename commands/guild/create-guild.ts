import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { acquireGuild, keepsPlace } from '#commands/guild/acquire-guild.ts';
import { makeChannel } from '#commands/guild/make-channel.ts';
import { readGuildName } from '#commands/guild/read-guild-name.ts';
import { create } from '#commands/machine/handle.ts';
import { type Origin, originOf } from '#commands/machine/origin.ts';
import { createdAtOf, existing } from '#commands/machine/receipt.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import { decideCreateGuild } from '#domain/guild/decide.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import type { CreateGuildRejection } from '#domain/guild/rejections.ts';
import type { GuildName } from '#domain/guild/values.ts';
import { type CommandFailure, isFailure } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { guildStream } from '#domain/kernel/stream.ts';

type Known = {
  readonly guildId: GuildId;
  readonly ownerId: UserId;
  readonly name: GuildName;
  readonly origin: Origin;
};
type Run = ProcessStep<Known, CreateGuildRejection>['run'];

const FIRST_CHANNEL = 'general' as ChannelName;

/** Takes a place for a guild that is not made yet. A guild that exists had its place, and may be deleted by now. */
const takePlace =
  (can: Capabilities): Run =>
  ({ ownerId, guildId, origin }) =>
    pipe(
      can.folds.guild.read(guildStream(guildId)),
      TE.flatMap(
        ({ state }): TE.TaskEither<CreateGuildRejection | CommandFailure, StepOutcome> =>
          state.kind === 'Absent' ? acquireGuild(can)(ownerId, guildId, origin) : TE.right(NOTHING_TO_DO),
      ),
    );

/** Makes the guild while it has its place. A slow attempt may have lost the place to another guild. */
const make =
  (can: Capabilities): Run =>
  ({ guildId, name, ownerId, origin }) =>
    create(can)({
      fold: can.folds.guild,
      stream: guildStream(guildId),
      origin,
      wants: () => ({ type: 'guild.created', facts: { name } }),
      decide: ({ state }) =>
        pipe(
          keepsPlace(can)(ownerId, guildId),
          TE.flatMapEither(
            (keeps): Either<CreateGuildRejection, ReadonlyArray<GuildEvent>> =>
              keeps
                ? decideCreateGuild({ guildId, name, ownerId }, state)
                : left({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX }),
          ),
        ),
    });

/** Makes the first channel. A guild without it is still a guild, so a refusal ends this step and not the process. */
const makeFirstChannel =
  (can: Capabilities): Run =>
  ({ ownerId, guildId, origin }) =>
  async (): Promise<Either<CommandFailure, StepOutcome>> => {
    const made = await makeChannel(can)({
      actor: ownerId,
      guildId,
      name: FIRST_CHANNEL,
      channelKind: 'text',
      parentId: null,
      // The channel has an attempt of its own, which follows from the attempt for the guild.
      origin: { ...origin, command: can.ids.entityId(origin.command, origin.actor, 'CommandId') },
    })();
    if (isLeft(made)) return isFailure(made.left) ? left(made.left) : right(NOTHING_TO_DO);
    return made;
  };

export const createGuild = (can: Capabilities): Commands['createGuild'] => {
  const made = processOf<Known, CreateGuildRejection>('make a guild', [
    { name: "take a place among the owner's guilds", run: takePlace(can) },
    { name: 'make the guild', run: make(can) },
    { name: 'make its first channel', run: makeFirstChannel(can) },
  ]);
  return (intent) => {
    const origin = originOf(intent);
    const guildId = can.ids.entityId(intent.commandId, origin.actor, 'GuildId');
    return pipe(
      TE.fromEither(readGuildName(intent.name)),
      TE.flatMap((name) => made({ guildId, ownerId: intent.actor, name, origin })),
      TE.bindTo('done'),
      TE.bindW('guild', () => can.folds.guild.read(guildStream(guildId))),
      TE.map(({ done, guild }) => {
        const { name, ownerId } = existing(guild.state);
        return { ...done, value: { guildId, name, ownerId, createdAt: createdAtOf(guild) } };
      }),
    );
  };
};
