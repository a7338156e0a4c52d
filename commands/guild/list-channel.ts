import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { decideKeepChannelListed, decideListChannel } from '#domain/guild/decide.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import { isAbandoned } from '#domain/kernel/abandoned.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import { channelStream, guildStream } from '#domain/kernel/stream.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Place = {
  readonly actor: UserId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId;
  readonly origin: Origin;
};
type Decision = Either<
  GuildUnknown | MissingPermission | TooManyChannels | StoreUnavailable,
  ReadonlyArray<GuildEvent>
>;

type Seen = { readonly changedAt: Instant; readonly at: Instant };

/** Finds channels of a list that are deleted, or that an interrupted attempt never made. */
const goneOf =
  ({ folds }: Capabilities, { changedAt, at }: Seen) =>
  (channels: ReadonlyArray<ChannelId>): TE.TaskEither<StoreUnavailable, ReadonlyArray<ChannelId>> =>
    pipe(
      channels,
      TE.traverseSeqArray((channelId) =>
        pipe(
          folds.channel.read(channelStream(channelId)),
          TE.map(({ state }) =>
            state.kind === 'Deleted' || (state.kind === 'Absent' && isAbandoned(channelId, changedAt, at))
              ? [channelId]
              : [],
          ),
        ),
      ),
      TE.map((lists) => lists.flat()),
    );

/**
 * Takes a place in the guild's list for a channel. Roles and the list stand on the same stream, so both checks are
 * exact at the append. It looks for places of gone channels only when no place is left.
 */
export const listChannel =
  (can: Capabilities) =>
  ({ actor, guildId, channelId, origin }: Place) =>
    ensure(can)({
      fold: can.folds.guild,
      stream: guildStream(guildId),
      origin,
      decide:
        ({ state, lastAt }, at) =>
        async (): Promise<Decision> => {
          const here = await authorityInGuild(can.folds)(actor, guildId, at)();
          if (isLeft(here)) return here;
          const { authority, guild } = here.right;
          const late = isAbandoned(channelId, lastAt ?? at, at) ? [channelId] : [];
          const decided = decideListChannel({ channelId, gone: late, authority }, state);
          if (isRight(decided) || decided.left.kind !== 'TooManyChannels') return decided;
          const gone = await goneOf(can, { changedAt: lastAt ?? at, at })([...guild.channels])();
          return isLeft(gone) ? gone : decideListChannel({ channelId, gone: gone.right, authority }, state);
        },
    });

/** Takes a place again for a channel that was made late, if another channel was given its place. */
export const keepChannelListed =
  (can: Pick<Capabilities, 'store' | 'clock' | 'ids' | 'folds'>) =>
  ({ guildId, channelId, origin }: Omit<Place, 'actor'>) =>
    ensure(can)({
      fold: can.folds.guild,
      stream: guildStream(guildId),
      origin,
      decide: ({ state }) => TE.fromEither(decideKeepChannelListed({ channelId }, state)),
    });
