import { type Either, left } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt } from '#commands/commands.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { GuildLockedDown } from '#domain/kernel/rejection.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { MessageState } from '#domain/message/state.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** The authority of an actor over a message: the channel that they name, and their authority there at one moment. */
export type MessageAuthority = ChannelRef & {
  readonly authority: Authority;
  readonly at: Instant;
  /** The refusal of every post of the actor while a lockdown holds. */
  readonly lockedOut: GuildLockedDown | null;
};

type MessageDecision<R> = Either<R, ReadonlyArray<MessageEvent>>;
type Deciding<R> = (
  messageAuthority: MessageAuthority,
  state: MessageState,
) => MessageDecision<R> | Promise<MessageDecision<R>>;

/** Refuses a newcomer in a lockdown. An edit and a reaction post too: both show others what the newcomer wants. */
export const unlessLockedOut =
  <R>(decide: Deciding<R>): Deciding<R | GuildLockedDown> =>
  (here, state) =>
    here.lockedOut === null ? decide(here, state) : left(here.lockedOut);

/**
 * Changes a message for an actor who can view its channel. Their permissions stand on other streams, so the command
 * checks them when it decides, and not at the append. Decision 0006 says why.
 */
export const changeMessage =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & MessageRef,
    wanted: WantedEvent<MessageEvent>,
    decide: Deciding<R>,
    again?: (state: MessageState) => MessageDecision<R>,
  ) =>
    change(can)({
      fold: can.folds.message,
      stream: messageStream(intent.messageId),
      origin: originOf(intent),
      wants: () => wanted,
      ...(again === undefined ? {} : { again }),
      decide: ({ state }, at) =>
        pipe(
          authorityInChannel(can.folds)(intent.actor, intent.channelId, at),
          TE.flatMap(
            ({ authority, lockedOut }): TE.TaskEither<R, ReadonlyArray<MessageEvent>> =>
              async () =>
                decide({ channelId: intent.channelId, authority, at, lockedOut }, state),
          ),
        ),
    });
