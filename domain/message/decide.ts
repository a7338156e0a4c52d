import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { ChannelRef } from '#domain/kernel/address.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { BULK_DELETE_MAX, EMOJI_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import { NO_FILES } from '#domain/message/attachments.ts';
import type {
  AddReaction,
  DeleteMessage,
  EditMessage,
  ImportMessage,
  RemoveReaction,
  SendMessage,
} from '#domain/message/commands.ts';
import type { MessageEvent, MessageSent } from '#domain/message/events.ts';
import { carried, resolved } from '#domain/message/mentions.ts';
import type {
  ForwardUnknown,
  MessageChanged,
  MessageUnknown,
  NotATextChannel,
  NotTheAuthor,
  PostsOnly,
  TooManyMessages,
  TooManyReactions,
} from '#domain/message/rejections.ts';
import type { MessageFacts, MessageState, PresentMessage } from '#domain/message/state.ts';
import { may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<MessageEvent>>;

const UNKNOWN: Either<MessageUnknown, never> = left({ kind: 'MessageUnknown' });
const missing = (permission: Permission): Either<MissingPermission, never> =>
  left({ kind: 'MissingPermission', permission });

const isIn = (message: MessageFacts, { channelId }: ChannelRef): boolean => message.channelId === channelId;

/** True for a message of this channel that is not deleted. */
export const isThere = (state: MessageState, channel: ChannelRef): state is PresentMessage =>
  state.kind === 'Present' && isIn(state, channel);

const placeOf = ({ messageId, channelId, home }: MessageFacts) => ({ messageId, channelId, home });

/** Accepts a message that exists already: the same attempt sent it, because its id follows from the attempt. */
export const decideSendMessage = (
  command: SendMessage,
  state: MessageState,
): Decision<NotATextChannel | PostsOnly | MissingPermission | MessageUnknown | ForwardUnknown> => {
  if (state.kind !== 'Absent') return right([]);
  const { messageId, channelId, home, content, replyTo, forward, authority, at } = command;
  if (command.channelKind === 'forum') return left({ kind: 'PostsOnly' });
  if (command.channelKind !== 'text' && command.channelKind !== 'thread') return left({ kind: 'NotATextChannel' });
  if (!may(authority, 'send_messages')) return missing('send_messages');
  if (command.carried.files.length > 0 && !may(authority, 'attach_files')) return missing('attach_files');
  if (replyTo !== null && !may(authority, 'read_message_history')) return missing('read_message_history');
  if (replyTo !== null && !replyTo.isThere) return UNKNOWN;
  if (forward === 'unknown') return left({ kind: 'ForwardUnknown' });
  const sent: MessageSent['data'] = {
    messageId,
    channelId,
    home,
    authorId: authority.actor,
    kind: 'message',
    content,
    sentAt: at,
    replyTo: replyTo?.messageId ?? null,
    mentionReplied: command.mentionReplied,
    mentions: carried(resolved(command.named, command.mentionRights, authority)),
    ...command.carried,
    forward,
  };
  return right([{ type: 'message.sent', data: sent }]);
};

/** Makes the event of an imported message. No rule refuses it. It mentions no user, because old names are no ids. */
export const importedMessage = (said: ImportMessage): MessageSent => ({
  type: 'message.sent',
  data: { ...said, replyTo: null, mentionReplied: false, mentions: null, forward: null, ...NO_FILES },
});

/** Only the author edits a message, whatever permissions other users have. An erased message cannot be edited. */
export const decideEditMessage = (
  command: EditMessage,
  state: MessageState,
): Decision<MessageUnknown | NotTheAuthor | MissingPermission | MessageChanged> => {
  if (!isThere(state, command) || isErased(state.content)) return UNKNOWN;
  const { content, ifRevision, authority, at } = command;
  if (state.authorId !== authority.actor) return left({ kind: 'NotTheAuthor' });
  if (!may(authority, 'send_messages')) return missing('send_messages');
  if (state.content === content) return right([]);
  if (ifRevision !== undefined && ifRevision < state.contentRevision) return left({ kind: 'MessageChanged' });
  const mentions = carried(resolved(command.named, command.mentionRights, authority, state.mentions));
  return right([{ type: 'message.edited', data: { ...placeOf(state), content, editedAt: at, mentions } }]);
};

/** Accepts the retry of an edit while the message exists, because the answer shows the message. */
export const decideEditMessageAgain = (channel: ChannelRef, state: MessageState): Decision<MessageUnknown> =>
  isThere(state, channel) ? right([]) : UNKNOWN;

export const decideDeleteMessage = (
  command: DeleteMessage,
  state: MessageState,
): Decision<MessageUnknown | MissingPermission> => {
  if (state.kind === 'Absent' || !isIn(state, command)) return UNKNOWN;
  const { authority, at } = command;
  const { authorId } = state;
  const isAuthor = authorId === authority.actor;
  const mayDelete = isAuthor || may(authority, 'manage_messages');
  if (state.kind === 'Deleted') return mayDelete ? right([]) : UNKNOWN;
  if (!mayDelete) return missing('manage_messages');
  const reason = isAuthor ? null : command.reason;
  const data = { ...placeOf(state), by: authority.actor, deletedAt: at, authorId, reason };
  return right([{ type: 'message.deleted', data }]);
};

/** Answers the messages that one bulk deletion names, each once. */
export const namedOnce = (messageIds: ReadonlyArray<MessageId>): Either<TooManyMessages, ReadonlyArray<MessageId>> => {
  const ids = [...new Set(messageIds)];
  return ids.length > BULK_DELETE_MAX ? left({ kind: 'TooManyMessages', max: BULK_DELETE_MAX }) : right(ids);
};

export const decideAddReaction = (
  command: AddReaction,
  state: MessageState,
): Decision<MessageUnknown | MissingPermission | TooManyReactions> => {
  if (!isThere(state, command)) return UNKNOWN;
  const { emoji, authority } = command;
  if (!may(authority, 'read_message_history')) return missing('read_message_history');
  if (!may(authority, 'add_reactions')) return missing('add_reactions');
  if (state.reactions.get(emoji)?.has(authority.actor) === true) return right([]);
  if (!state.reactions.has(emoji) && state.reactions.size >= EMOJI_PER_MESSAGE_MAX)
    return left({ kind: 'TooManyReactions', max: EMOJI_PER_MESSAGE_MAX });
  return right([{ type: 'message.reaction-added', data: { ...placeOf(state), emoji, userId: authority.actor } }]);
};

/** A user needs no permission to remove their own reaction. */
export const decideRemoveReaction = (command: RemoveReaction, state: MessageState): Decision<MessageUnknown> => {
  if (!isThere(state, command)) return UNKNOWN;
  const { emoji, userId } = command;
  if (state.reactions.get(emoji)?.has(userId) !== true) return right([]);
  return right([{ type: 'message.reaction-removed', data: { ...placeOf(state), emoji, userId } }]);
};
