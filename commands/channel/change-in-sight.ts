import type { Either } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel, type ChannelAuthority } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt } from '#commands/commands.ts';
import type { WantedEvents } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { channelStream } from '#domain/kernel/stream.ts';

/** The authority of an actor in a channel, with all that their change of it reads, at one moment. */
export type ChangeAuthority = ChannelAuthority & { readonly state: ChannelState; readonly at: Instant };

/** Changes a channel for an actor who can view it, by a rule that reads other streams too. */
export const changeInSightBy =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & ChannelRef,
    wanted: WantedEvents<ChannelEvent>,
    decide: (here: ChangeAuthority) => TE.TaskEither<R | StoreUnavailable, ReadonlyArray<ChannelEvent>>,
  ) =>
    change(can)({
      fold: can.folds.channel,
      stream: channelStream(intent.channelId),
      origin: originOf(intent),
      wants: () => wanted,
      decide: ({ state }, at) =>
        pipe(
          authorityInChannel(can.folds)(intent.actor, intent.channelId, at),
          TE.flatMap((here) => decide({ ...here, state, at })),
        ),
    });

/** Changes a channel for an actor who can view it. */
export const changeInSight =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & ChannelRef,
    wanted: WantedEvents<ChannelEvent>,
    decide: (here: ChangeAuthority) => Either<R, ReadonlyArray<ChannelEvent>>,
  ) =>
    changeInSightBy(can)(intent, wanted, (here) => TE.fromEither(decide(here)));
