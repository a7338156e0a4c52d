import type { Either } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt } from '#commands/commands.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import { channelStream } from '#domain/kernel/stream.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** Changes a channel for an actor who can view it. */
export const changeChannel =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & ChannelRef,
    wanted: WantedEvent<ChannelEvent>,
    decide: (authority: Authority, state: ChannelState) => Either<R, ReadonlyArray<ChannelEvent>>,
  ) =>
    change(can)({
      fold: can.folds.channel,
      stream: channelStream(intent.channelId),
      origin: originOf(intent),
      wants: () => wanted,
      decide: ({ state }, at) =>
        pipe(
          authorityInChannel(can.folds)(intent.actor, intent.channelId, at),
          TE.flatMapEither(({ authority }) => decide(authority, state)),
        ),
    });
