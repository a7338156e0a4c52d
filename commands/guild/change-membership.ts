import type { Either } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild, type GuildAuthority } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt } from '#commands/commands.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { memberStream } from '#domain/kernel/stream.ts';

/** Changes the membership of `target`. The actor is a member, and their rights are folded again after a conflict. */
export const changeMembership =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & { readonly guildId: GuildId },
    target: UserId,
    wanted: WantedEvent<MemberEvent>,
    decide: (here: GuildAuthority, state: MemberState, at: Instant) => Either<R, ReadonlyArray<MemberEvent>>,
  ) =>
    change(can)({
      fold: can.folds.member,
      stream: memberStream(intent.guildId, target),
      origin: originOf(intent),
      wants: () => wanted,
      decide: ({ state }, at) =>
        pipe(
          authorityInGuild(can.folds)(intent.actor, intent.guildId, at),
          TE.flatMapEither((here) => decide(here, state, at)),
        ),
    });
