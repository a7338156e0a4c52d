import type { Either } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt, MessagePlace } from '#commands/commands.ts';
import type { Wanted } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { inGuild } from '#domain/kernel/place.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { Place } from '#domain/message/commands.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { MessageState } from '#domain/message/state.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** Approach of a user to a message: the place where the user says it is, and what the user may do there now. */
export type Approach = Place & { readonly authority: Authority; readonly at: Instant };

/**
 * Changes a message for a user who can view its channel. What the user may do stands on other streams, so it is checked
 * at this moment, again after a conflict, and not as of the append.
 */
export const changeMessage =
  (can: Capabilities) =>
  <R>(
    intent: Attempt & MessagePlace,
    wanted: Wanted<MessageEvent>,
    decide: (approach: Approach, state: MessageState) => Either<R, ReadonlyArray<MessageEvent>>,
    again?: (state: MessageState) => Either<R, ReadonlyArray<MessageEvent>>,
  ) =>
    change(can)({
      fold: can.folds.message,
      stream: messageStream(intent.messageId),
      origin: originOf(intent),
      wants: () => wanted,
      ...(again === undefined ? {} : { again }),
      decide: ({ state }, at) =>
        pipe(
          authorityInChannel(can.folds)(intent.actor, intent, at),
          TE.flatMapEither(({ authority }) =>
            decide({ channelId: intent.channelId, home: inGuild(intent.guildId), authority, at }, state),
          ),
        ),
    });
