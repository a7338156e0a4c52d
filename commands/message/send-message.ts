import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { create } from '#commands/handle.ts';
import { messageMade } from '#commands/message/message-made.ts';
import { readContent } from '#commands/message/read-content.ts';
import { originOf } from '#commands/origin.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { inGuild } from '#domain/kernel/place.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { Place, SendMessage } from '#domain/message/commands.ts';
import { decideSendMessage, isThere } from '#domain/message/decide.ts';

const replyTo = (
  { folds }: Capabilities,
  messageId: MessageId | null,
  place: Place,
): TE.TaskEither<StoreUnavailable, SendMessage['replyTo']> =>
  messageId === null
    ? TE.right(null)
    : pipe(
        folds.message.read(messageStream(messageId)),
        TE.map(({ state }) => ({ messageId, isThere: isThere(state, place) })),
      );

/** The message's id follows from the attempt, so however often it is sent it is there once. */
export const sendMessage =
  (can: Capabilities): Commands['sendMessage'] =>
  (intent) => {
    const origin = originOf(intent);
    const messageId = can.ids.entityId(intent.commandId, origin.actor, 'MessageId');
    const place = { channelId: intent.channelId, home: inGuild(intent.guildId) };
    return pipe(
      TE.fromEither(readContent(intent.content)),
      TE.flatMap((content) =>
        create(can)({
          folder: can.folds.message,
          stream: messageStream(messageId),
          origin,
          decide: ({ state }, at) =>
            pipe(
              authorityInChannel(can.folds)(intent.actor, intent, at),
              TE.bindW('replyTo', () => replyTo(can, intent.replyTo, place)),
              TE.flatMapEither(({ authority, channel, replyTo }) =>
                decideSendMessage(
                  { ...place, messageId, content, medium: channel.medium, replyTo, authority, at },
                  state,
                ),
              ),
            ),
        }),
      ),
      TE.map(({ state, position }) => ({ position, value: messageMade(state, intent.guildId) })),
    );
  };
