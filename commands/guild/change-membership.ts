import type { Either } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild, type InGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt } from '#commands/commands.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { memberStream } from '#domain/kernel/stream.ts';

/** A change of `target`'s membership by a member of the guild; what they may do is asked on every attempt. */
export const changeMembership =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & { readonly guildId: GuildId },
    target: UserId,
    asks: (event: DomainEvent) => boolean,
    decide: (
      here: InGuild,
      state: MemberState,
    ) => TE.TaskEither<StoreUnavailable, Either<R, ReadonlyArray<MemberEvent>>>,
  ) =>
    change(can)({
      fold: can.folds.member,
      stream: memberStream(intent.guildId, target),
      origin: originOf(intent),
      asks,
      decide: ({ state }, at) =>
        pipe(
          authorityInGuild(can.folds)(intent.actor, intent.guildId, at),
          TE.flatMap((here) => decide(here, state)),
          TE.flatMapEither((decision) => decision),
        ),
    });
