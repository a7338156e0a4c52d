import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt, Commands } from '#commands/commands.ts';
import { create } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { forwardOf } from '#commands/message/forward-of.ts';
import { namingOf } from '#commands/message/naming.ts';
import { readContent } from '#commands/message/read-content.ts';
import { viewOf } from '#commands/message/view-of.ts';
import type { PostingTurn } from '#commands/ports/posting-pace.ts';
import { slowModeFor } from '#domain/channel/decide.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { StoreUnavailable, VaultUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { SECOND_MS } from '#domain/kernel/units.ts';
import type { SendMessage } from '#domain/message/commands.ts';
import { decideSendMessage, isThere } from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { SendMessageRejection, SlowMode } from '#domain/message/rejections.ts';
import { NO_WORDS } from '#domain/message/values.ts';

type Decision = Either<SendMessageRejection | StoreUnavailable | VaultUnavailable, ReadonlyArray<MessageEvent>>;

/** The message that a reply answers, with its author. A message that is not there has none. */
type Replied = { readonly replyTo: SendMessage['replyTo']; readonly authorId: UserId | null };

const repliedOf = async (
  { folds }: Capabilities,
  messageId: MessageId | null,
  channel: ChannelRef,
): Promise<Either<StoreUnavailable, Replied>> => {
  if (messageId === null) return right({ replyTo: null, authorId: null });
  const replied = await folds.message.read(messageStream(messageId))();
  if (isLeft(replied)) return replied;
  const { state } = replied.right;
  const there = isThere(state, channel);
  return right({ replyTo: { messageId, isThere: there }, authorId: there ? state.authorId : null });
};

/** Takes a turn for a message in slow mode. A message that was sent already had its turn, and takes no second one. */
export const turnRefused = async (
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

/** The id of the message of an attempt. */
export const messageIdOf = ({ ids }: Capabilities, attempt: Attempt): MessageId =>
  ids.entityId(attempt.commandId, originOf(attempt).actor, 'MessageId');

/**
 * Sends a message. With a forum it is the first message of a post: the rights of its author in the forum decide, and it
 * takes no turn, because the beginning of the post has taken one.
 */
const sending =
  (can: Capabilities, forumId: ChannelId | null): Commands['sendMessage'] =>
  (intent) =>
  async () => {
    const origin = originOf(intent);
    const messageId = messageIdOf(can, intent);
    const chosen = intent.forwardOf ?? null;
    const content = chosen !== null && intent.content === '' ? right(NO_WORDS) : readContent(intent.content);
    if (isLeft(content)) return content;
    const mentionReplied = intent.replyTo !== null && intent.mentionReplied !== false;

    const sent = await create(can)({
      fold: can.folds.message,
      stream: messageStream(messageId),
      origin,
      wants: () => ({
        type: 'message.sent',
        facts: { channelId: intent.channelId, content: content.right, replyTo: intent.replyTo, mentionReplied },
        fits: ({ forward }) => (forward?.chosen ?? null) === (chosen?.messageId ?? null),
      }),
      decide:
        ({ state }, at) =>
        async (): Promise<Decision> => {
          const here = await authorityInChannel(can.folds)(intent.actor, forumId ?? intent.channelId, at)();
          if (isLeft(here)) return here;
          const replied = await repliedOf(can, intent.replyTo, intent);
          if (isLeft(replied)) return replied;
          const forward = await forwardOf(can, intent.actor, chosen, at);
          if (isLeft(forward)) return forward;
          const { authority, lockedOut, channel, paced } = here.right;
          if (lockedOut !== null) return left(lockedOut);
          const { channelId } = intent;
          const { home } = channel;
          const channelKind = forumId === null ? channel.channelKind : 'thread';
          const naming = await namingOf(can.folds, home, {
            content: content.right,
            actor: intent.actor,
            repliedAuthor: mentionReplied ? replied.right.authorId : null,
          });
          if (isLeft(naming)) return naming;
          const { replyTo } = replied.right;
          const said = { messageId, channelId, home, channelKind, content: content.right, replyTo, mentionReplied };
          const carrying = { ...said, forward: forward.right };
          const decided = decideSendMessage({ ...carrying, ...naming.right, authority, at }, state);
          const everySecs = forumId === null ? slowModeFor(paced, authority) : 0;
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

/** Sends a message. Its id follows from the attempt, so every retry sends the same message. */
export const sendMessage = (can: Capabilities): Commands['sendMessage'] => sending(can, null);

/** Sends the first message of a post. Its channel is the post. */
export const sendFirstMessage = (can: Capabilities, forumId: ChannelId): Commands['sendMessage'] =>
  sending(can, forumId);
