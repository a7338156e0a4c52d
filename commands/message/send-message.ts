import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { create } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { messageMade } from '#commands/message/message-made.ts';
import { readContent } from '#commands/message/read-content.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { inGuild } from '#domain/kernel/place.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { Place, SendMessage } from '#domain/message/commands.ts';
import { decideSendMessage, isThere } from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { SendMessageRejection } from '#domain/message/rejections.ts';

type Decided = Either<SendMessageRejection | StoreUnavailable, ReadonlyArray<MessageEvent>>;

const replyOf = async (
  { folds }: Capabilities,
  messageId: MessageId | null,
  place: Place,
): Promise<Either<StoreUnavailable, SendMessage['replyTo']>> => {
  if (messageId === null) return right(null);
  const replied = await folds.message.read(messageStream(messageId))();
  return isLeft(replied) ? replied : right({ messageId, isThere: isThere(replied.right.state, place) });
};

/** The id of the message follows from the attempt, so the message is there once, however often it is sent. */
export const sendMessage =
  (can: Capabilities): Commands['sendMessage'] =>
  (intent) =>
  async () => {
    const origin = originOf(intent);
    const messageId = can.ids.entityId(intent.commandId, origin.actor, 'MessageId');
    const place = { channelId: intent.channelId, home: inGuild(intent.guildId) };
    const content = readContent(intent.content);
    if (isLeft(content)) return content;

    const sent = await create(can)({
      fold: can.folds.message,
      stream: messageStream(messageId),
      origin,
      wants: () => ({
        type: 'message.sent',
        facts: { ...place, content: content.right, replyTo: intent.replyTo },
      }),
      decide:
        ({ state }, at) =>
        async (): Promise<Decided> => {
          const here = await authorityInChannel(can.folds)(intent.actor, intent, at)();
          if (isLeft(here)) return here;
          const replyTo = await replyOf(can, intent.replyTo, place);
          if (isLeft(replyTo)) return replyTo;
          const { authority, channel } = here.right;
          const said = { ...place, messageId, content: content.right, replyTo: replyTo.right };
          return decideSendMessage({ ...said, medium: channel.medium, authority, at }, state);
        },
    })();
    if (isLeft(sent)) return sent;
    const { state, position } = sent.right;
    return right({ position, value: messageMade(state, intent.guildId) });
  };
