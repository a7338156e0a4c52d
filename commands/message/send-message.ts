import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { create } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { readContent } from '#commands/message/read-content.ts';
import { viewOf } from '#commands/message/view-of.ts';
import type { PostingTurn } from '#commands/ports/posting-pace.ts';
import { slowModeFor } from '#domain/channel/decide.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { StoreUnavailable, VaultUnavailable } from '#domain/kernel/failure.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { SECOND_MS } from '#domain/kernel/units.ts';
import type { SendMessage } from '#domain/message/commands.ts';
import { decideSendMessage, isThere } from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { SendMessageRejection, SlowMode } from '#domain/message/rejections.ts';

type Decision = Either<SendMessageRejection | StoreUnavailable | VaultUnavailable, ReadonlyArray<MessageEvent>>;

const replyOf = async (
  { folds }: Capabilities,
  messageId: MessageId | null,
  channel: ChannelRef,
): Promise<Either<StoreUnavailable, SendMessage['replyTo']>> => {
  if (messageId === null) return right(null);
  const replied = await folds.message.read(messageStream(messageId))();
  return isLeft(replied) ? replied : right({ messageId, isThere: isThere(replied.right.state, channel) });
};

/** Takes a turn for a message in slow mode. A message that was sent already had its turn, and takes no second one. */
const turnRefused = async (
  { folds, pace }: Capabilities,
  turn: PostingTurn,
): Promise<Either<SlowMode | StoreUnavailable | VaultUnavailable, never> | undefined> => {
  const known = await folds.message.read(messageStream(turn.messageId))();
  if (isLeft(known)) return known;
  if (known.right.state.kind !== 'Absent') return undefined;
  const waitMs = await pace.take(turn)();
  if (isLeft(waitMs)) return waitMs;
  if (waitMs.right === 0) return undefined;
  return left({ kind: 'SlowMode', retryAfterSecs: Math.ceil(waitMs.right / SECOND_MS) });
};

/** Sends a message. Its id follows from the attempt, so every retry sends the same message. */
export const sendMessage =
  (can: Capabilities): Commands['sendMessage'] =>
  (intent) =>
  async () => {
    const origin = originOf(intent);
    const messageId = can.ids.entityId(intent.commandId, origin.actor, 'MessageId');
    const content = readContent(intent.content);
    if (isLeft(content)) return content;

    const sent = await create(can)({
      fold: can.folds.message,
      stream: messageStream(messageId),
      origin,
      wants: () => ({
        type: 'message.sent',
        facts: { channelId: intent.channelId, content: content.right, replyTo: intent.replyTo },
      }),
      decide:
        ({ state }, at) =>
        async (): Promise<Decision> => {
          const here = await authorityInChannel(can.folds)(intent.actor, intent.channelId, at)();
          if (isLeft(here)) return here;
          const replyTo = await replyOf(can, intent.replyTo, intent);
          if (isLeft(replyTo)) return replyTo;
          const { authority, lockedOut, channel } = here.right;
          if (lockedOut !== null) return left(lockedOut);
          const { channelId, home, channelKind } = channel;
          const said = { messageId, channelId, home, channelKind, content: content.right, replyTo: replyTo.right };
          const decided = decideSendMessage({ ...said, authority, at }, state);
          const everySecs = slowModeFor(channel, authority);
          if (isLeft(decided) || decided.right.length === 0 || everySecs === 0) return decided;
          const turn = { channelId, userId: intent.actor, messageId, at, everyMs: everySecs * SECOND_MS };
          const refused = await turnRefused(can, turn);
          return refused === undefined ? decided : refused;
        },
    })();
    if (isLeft(sent)) return sent;
    const { state, position } = sent.right;
    return right({ position, value: viewOf(state) });
  };
