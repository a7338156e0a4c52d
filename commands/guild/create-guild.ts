import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, GuildMade } from '#commands/commands.ts';
import { acquireGuild } from '#commands/guild/acquire-guild.ts';
import { makeChannel } from '#commands/guild/make-channel.ts';
import { readGuildName } from '#commands/guild/read-guild-name.ts';
import { began, standing } from '#commands/machine/done.ts';
import type { Folded } from '#commands/machine/folds.ts';
import { create } from '#commands/machine/handle.ts';
import { type Origin, originOf } from '#commands/machine/origin.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import { decideCreateGuild } from '#domain/guild/decide.ts';
import type { GuildState } from '#domain/guild/state.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { guildStream } from '#domain/kernel/stream.ts';

const FIRST_CHANNEL = 'general' as ChannelName;

const madeOf = (folded: Folded<GuildState>): GuildMade => {
  const { guildId, name, ownerId } = standing(folded.state);
  return { guildId, name, ownerId, createdAt: began(folded) };
};

/** A guild without its first channel is still a guild: only a failure of the world is passed on, for a retry. */
const firstChannel = (
  can: Capabilities,
  guildId: GuildId,
  owner: UserId,
  origin: Origin,
): TE.TaskEither<CommandFailure, Position | undefined> =>
  pipe(
    makeChannel(can)({
      actor: owner,
      guildId,
      name: FIRST_CHANNEL,
      kind: 'text',
      // A command of its own that follows from the first, so that each writes to the guild's stream once.
      origin: { ...origin, command: can.ids.entityId(origin.command, origin.actor, 'CommandId') },
    }),
    TE.map(({ position }) => position),
    TE.orElseW((refused): TE.TaskEither<CommandFailure, undefined> => {
      switch (refused.kind) {
        case 'StoreUnavailable':
        case 'Contention':
          return TE.left(refused);
        default:
          return TE.right(undefined);
      }
    }),
  );

export const createGuild =
  (can: Capabilities): Commands['createGuild'] =>
  (intent) => {
    const origin = originOf(intent);
    const ownerId = intent.actor;
    const guildId = can.ids.entityId(intent.commandId, origin.actor, 'GuildId');
    return pipe(
      TE.fromEither(readGuildName(intent.name)),
      TE.tap(() => acquireGuild(can)(ownerId, guildId, origin)),
      TE.flatMap((name) =>
        create(can)({
          fold: can.folds.guild,
          stream: guildStream(guildId),
          origin,
          wants: () => ({ type: 'guild.created', facts: { name } }),
          decide: ({ state }) => TE.fromEither(decideCreateGuild({ guildId, name, ownerId }, state)),
        }),
      ),
      TE.bindTo('guild'),
      TE.bindW('last', () => firstChannel(can, guildId, ownerId, origin)),
      TE.map(({ guild, last }) => ({
        position: last ?? guild.position,
        value: madeOf(guild),
      })),
    );
  };
