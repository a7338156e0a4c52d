import type { Either } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import type { GuildState } from '#domain/guild/state.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { guildStream } from '#domain/kernel/stream.ts';
import type { Authority } from '#domain/permission/authority.ts';

/**
 * Changes a guild for one of its members. Roles stand on the same stream, so the permissions are exact at the append.
 * An event in between is a conflict, and the command decides again.
 */
export const changeGuild =
  (can: Capabilities) =>
  <R>(
    { actor, guildId, origin }: { readonly actor: UserId; readonly guildId: GuildId; readonly origin: Origin },
    wanted: WantedEvent<GuildEvent>,
    decide: (authority: Authority, state: GuildState, at: Instant) => Either<R, ReadonlyArray<GuildEvent>>,
  ) =>
    change(can)({
      fold: can.folds.guild,
      stream: guildStream(guildId),
      origin,
      wants: () => wanted,
      decide: ({ state }, at) =>
        pipe(
          authorityInGuild(can.folds)(actor, guildId, at),
          TE.flatMapEither(({ authority }) => decide(authority, state, at)),
        ),
    });
