import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { decideAcquireGuild } from '#domain/account/decide.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { guildStream, userStream } from '#domain/kernel/stream.ts';

/** Of a user's guilds those that are deleted or somebody else's now. One that is still being made is not. */
const goneOf =
  ({ folds }: Capabilities, owner: UserId) =>
  (guilds: ReadonlyArray<GuildId>): TE.TaskEither<StoreUnavailable, ReadonlyArray<GuildId>> =>
    pipe(
      guilds,
      TE.traverseArray((guildId) =>
        pipe(
          folds.guild.read(guildStream(guildId)),
          TE.map(({ state }) =>
            state.kind === 'Deleted' || (state.kind === 'Present' && state.ownerId !== owner) ? [guildId] : [],
          ),
        ),
      ),
      TE.map((lists) => lists.flat()),
    );

/** Takes one of the user's places for a guild before the guild is made; room is made only when there is none left. */
export const acquireGuild = (can: Capabilities) => (userId: UserId, guildId: GuildId, origin: Origin) =>
  ensure(can)({
    fold: can.folds.account,
    stream: userStream(userId),
    origin,
    decide: ({ state }) =>
      pipe(
        state.guilds.size < GUILDS_PER_OWNER_MAX ? TE.right([]) : goneOf(can, userId)([...state.guilds]),
        TE.flatMapEither((gone) => decideAcquireGuild({ userId, guildId, gone }, state)),
      ),
  });
