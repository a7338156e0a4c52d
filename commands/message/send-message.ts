import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt, Commands } from '#commands/commands.ts';
import { isSame } from '#commands/machine/attempts.ts';
import { create } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { forwardOf } from '#commands/message/forward-of.ts';
import { namingOf } from '#commands/message/naming.ts';
import { readContent } from '#commands/message/read-content.ts';
import { viewOf } from '#commands/message/view-of.ts';
import type { PostingTurn } from '#commands/ports/posting-pace.ts';
import { slowModeFor } from '#domain/channel/decide.ts';
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { FilesUnavailable, StoreUnavailable, VaultUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { SECOND_MS } from '#domain/kernel/units.ts';
import { type CarriedFiles, carrying, NO_FILES } from '#domain/message/attachments.ts';
import type { SendMessage } from '#domain/message/commands.ts';
import { decideSendMessage, isThere } from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import { readGivenFiles } from '#domain/message/given-files.ts';
import type { SendMessageRejection, SlowMode } from '#domain/message/rejections.ts';
import { NO_WORDS } from '#domain/message/values.ts';

type Refusal = SendMessageRejection | StoreUnavailable | VaultUnavailable | FilesUnavailable;
type Decision = Either<Refusal, ReadonlyArray<MessageEvent>>;

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

const idsOf = (files: CarriedFiles['files']) => files.map(({ attachmentId }) => attachmentId);

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
    const attachments = readGivenFiles(intent.attachments ?? []);
    if (isLeft(attachments)) return attachments;
    const { attachmentIds, words } = attachments.right;
    const hasFiles = attachmentIds.length > 0;
    const chosen = intent.forwardOf ?? null;
    const saysMore = hasFiles || chosen !== null;
    const content = saysMore && intent.content === '' ? right(NO_WORDS) : readContent(intent.content);
    if (isLeft(content)) return content;
    const mentionReplied = intent.replyTo !== null && intent.mentionReplied !== false;

    const sent = await create(can)({
      fold: can.folds.message,
      stream: messageStream(messageId),
      origin,
      wants: () => ({
        type: 'message.sent',
        facts: { channelId: intent.channelId, content: content.right, replyTo: intent.replyTo, mentionReplied },
        fits: ({ files, forward }) =>
          isSame(attachmentIds, idsOf(files)) && (forward?.chosen ?? null) === (chosen?.messageId ?? null),
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
          const decideWith = (carried: CarriedFiles) =>
            decideSendMessage({ ...said, carried, forward: forward.right, ...naming.right, authority, at }, state);
          const decided = decideWith(NO_FILES);
          const everySecs = forumId === null ? slowModeFor(paced, authority) : 0;
          if (isLeft(decided) || decided.right.length === 0) return decided;
          const placed = { channelId, userId: intent.actor, messageId, at };
          const refused =
            everySecs === 0 ? undefined : await turnRefused(can, { ...placed, everyMs: everySecs * SECOND_MS });
          if (refused !== undefined) return refused;
          if (!hasFiles) return decided;
          // The claim comes last, because a file that a message has claimed can go to no other message.
          const claimed = await can.files.claim({ ...placed, attachmentIds })();
          if (isLeft(claimed)) return claimed;
          return isLeft(claimed.right) ? claimed.right : decideWith(carrying(claimed.right.right, words));
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
