import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { decideAcquireGuild } from '#domain/account/decide.ts';
import type { GuildState } from '#domain/guild/state.ts';
import { isAbandoned } from '#domain/kernel/abandoned.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { guildStream, userStream } from '#domain/kernel/stream.ts';

type Seen = { readonly owner: UserId; readonly changedAt: Instant; readonly at: Instant };

const isGone = (guildId: GuildId, state: GuildState, { owner, changedAt, at }: Seen): boolean => {
  switch (state.kind) {
    case 'Absent':
      return isAbandoned(guildId, changedAt, at);
    case 'Present':
      return state.ownerId !== owner;
    case 'Deleted':
      return true;
  }
};

/** Finds guilds of a user's list that are deleted, have another owner, or were never made. */
const goneOf =
  ({ folds }: Capabilities, seen: Seen) =>
  (guilds: ReadonlyArray<GuildId>): TE.TaskEither<StoreUnavailable, ReadonlyArray<GuildId>> =>
    pipe(
      guilds,
      TE.traverseArray((guildId) =>
        pipe(
          folds.guild.read(guildStream(guildId)),
          TE.map(({ state }) => (isGone(guildId, state, seen) ? [guildId] : [])),
        ),
      ),
      TE.map((lists) => lists.flat()),
    );

/** Tells whether a guild has its place. A guild that was made already had one then, so it needs none now. */
export const keepsPlace =
  ({ folds }: Capabilities) =>
  (owner: UserId, guildId: GuildId): TE.TaskEither<StoreUnavailable, boolean> =>
    pipe(
      folds.account.read(userStream(owner)),
      TE.flatMap(({ state: { guilds } }) =>
        guilds.has(guildId)
          ? TE.right(true)
          : pipe(
              folds.guild.read(guildStream(guildId)),
              TE.map(({ state }) => state.kind !== 'Absent'),
            ),
      ),
    );

/** Takes one of the user's places for a guild. It looks for places of gone guilds only when no place is left. */
export const acquireGuild = (can: Capabilities) => (userId: UserId, guildId: GuildId, origin: Origin) =>
  ensure(can)({
    fold: can.folds.account,
    stream: userStream(userId),
    origin,
    decide: ({ state, lastAt }, at) =>
      pipe(
        state.guilds.size < GUILDS_PER_OWNER_MAX
          ? TE.right([])
          : goneOf(can, { owner: userId, changedAt: lastAt ?? at, at })([...state.guilds]),
        TE.flatMapEither((gone) => decideAcquireGuild({ userId, guildId, gone }, state)),
      ),
  });
