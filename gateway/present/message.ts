import type { PinMessageRejection, UnpinMessageRejection } from '#domain/channel/rejections.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { FileView, ShownFile } from '#domain/message/attachments.ts';
import { type Mentions, mentionsNone } from '#domain/message/mentions.ts';
import type * as message from '#domain/message/rejections.ts';
import type { MessageView } from '#domain/message/view.ts';
import { headerReasonInvalid, notFound, saysWhy, shared } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { Forward, Message, Quote, User } from '#gateway/protocol/resources.ts';
import type { ForwardView } from '#queries/message/forward-queries.ts';
import type { AuthoredMessage, QuoteView } from '#queries/queries.ts';

const presentQuote = ({ messageId, revision, said }: QuoteView): Quote => ({
  message_id: messageId,
  deleted: said === null,
  author: said === null ? null : presentUser(said.author),
  snippet: said === null || isErased(said.line) ? null : said.line,
  revision,
});

export const presentForward = ({ channelId, messageId, said }: ForwardView): Forward => ({
  channel_id: channelId,
  message_id: messageId,
  said: said && { author: presentUser(said.author), content: said.content, created_at: said.sentAt },
});

/** Presents mentions as a field of their message. A message that mentions nobody has no such field. */
export const presentMentions = (mentions: Mentions): Pick<Message, 'mentions'> =>
  mentionsNone(mentions) ? {} : { mentions };

/** Presents a file with the words of its author. */
export const presentFile = (
  { attachmentId, bytes }: Pick<FileView, 'attachmentId' | 'bytes'>,
  shown: ShownFile,
): Attachment => {
  const { name, contentType, width, height, placeholder, animated, previews, alt, spoiler } = shown;
  const picture = width === null || height === null ? undefined : { width, height, placeholder, animated, previews };
  return {
    attachment_id: attachmentId,
    name,
    content_type: contentType,
    bytes,
    ...(alt === null ? {} : { alt }),
    ...(spoiler ? { spoiler } : {}),
    ...(picture === undefined ? {} : { picture }),
  };
};

/** Presents files as a field of their message. An erased file is left out, and a message without files has no field. */
export const presentFiles = (files: ReadonlyArray<FileView>): Pick<Message, 'attachments'> => {
  const attachments = files.flatMap((file) => (isErased(file.shown) ? [] : [presentFile(file, file.shown)]));
  return attachments.length === 0 ? {} : { attachments };
};

export const presentMessage = (view: MessageView, author: User): Message => ({
  message_id: view.messageId,
  guild_id: view.guildId,
  channel_id: view.channelId,
  author_id: view.authorId,
  author,
  kind: view.kind,
  content: isErased(view.content) ? null : view.content,
  created_at: view.sentAt,
  edited_at: view.editedAt,
  reply_to: view.replyTo,
  reactions: view.reactions,
  revision: view.revision,
  ...presentMentions(view.mentions),
  ...presentFiles(view.files),
});

/** Presents a system line as it is told. It quotes nothing, because not every listener may read the history. */
export const presentLine = (view: AuthoredMessage): Message => ({
  ...presentMessage(view, presentUser(view.author)),
  ...(view.threadId === null ? {} : { thread_id: view.threadId }),
});

/** Presents a message whose author is known already. */
export const presentAuthored = (view: AuthoredMessage): Message => ({
  ...presentLine(view),
  ...(view.replied === null ? {} : { replied: presentQuote(view.replied) }),
  ...(view.forward === null ? {} : { forward: presentForward(view.forward) }),
  ...(view.thread === null ? {} : { thread: presentThread(view.thread) }),
  ...(view.pin === null ? {} : { pinned: { user_id: view.pin.by, pinned_at: view.pin.at } }),
});

/** Presents the part of a message that an edit changes, in the shape of `message_update`. */
export const presentEdit = (view: MessageView & { readonly editedAt: Instant }) => ({
  message_id: view.messageId,
  guild_id: view.guildId,
  channel_id: view.channelId,
  content: isErased(view.content) ? null : view.content,
  edited_at: view.editedAt,
  revision: view.revision,
  ...presentMentions(view.mentions),
});

const contentInvalid = saysWhy('content_invalid', 'content');
const emojiInvalid = saysWhy('emoji_invalid', 'emoji');

export const sendMessageRefusals: Refusals<message.SendMessageRejection> = {
  GuildLockedDown: shared.GuildLockedDown,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  ContentInvalid: contentInvalid,
  AttachmentsInvalid: saysWhy('attachments_invalid', 'attachments'),
  AttachmentUnknown: explained(
    'attachment_unknown',
    'A file of this message is gone, or not whole. Remove it, or upload it again.',
  ),
  SlowMode: {
    code: 'slow_mode',
    explain: ({ retryAfterSecs }) => ({
      detail: `This channel is in slow mode. Send your next message in ${retryAfterSecs} seconds.`,
      retryAfterSecs,
    }),
  },
  PostsOnly: explained('posts_only', 'Begin a post in the forum, or write in one of its posts.'),
  NotATextChannel: explained('not_a_text_channel', 'Send messages to a text channel.'),
  ForwardUnknown: explained('forward_unknown', 'The message that you forward is not there, or you may not read it.'),
  MessageUnknown: explained('reply_unknown', 'The message that you answer is gone. Send your text without it.'),
  AttemptReused: shared.AttemptReused,
};

export const editMessageRefusals: Refusals<message.EditMessageRejection> = {
  GuildLockedDown: shared.GuildLockedDown,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  ContentInvalid: contentInvalid,
  MessageUnknown: notFound,
  NotTheAuthor: explained(
    'not_the_author',
    'Only the author can edit a message. With manage_messages you may delete it.',
  ),
  MessageChanged: explained('message_changed', 'Read the message again, then edit its newest text.'),
  AttemptReused: shared.AttemptReused,
};

export const deleteMessageRefusals: Refusals<message.DeleteMessageRejection> = {
  ReasonInvalid: headerReasonInvalid,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  MessageUnknown: notFound,
  AttemptReused: shared.AttemptReused,
};

export const deleteMessagesRefusals: Refusals<message.DeleteMessagesRejection> = {
  ReasonInvalid: saysWhy('reason_invalid', 'reason'),
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  TooManyMessages: {
    code: 'body_invalid',
    explain: ({ max }) => ({ detail: `Name at most ${max} messages at a time.`, field: 'message_ids' }),
  },
  AttemptReused: shared.AttemptReused,
};

export const reactRefusals: Refusals<message.ReactRejection> = {
  GuildLockedDown: shared.GuildLockedDown,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  EmojiInvalid: emojiInvalid,
  MessageUnknown: notFound,
  TooManyReactions: {
    code: 'too_many_reactions',
    explain: ({ max }) => ({ detail: `A message carries at most ${max} different emoji. React with one of them.` }),
  },
  AttemptReused: shared.AttemptReused,
};

export const unreactRefusals: Refusals<message.UnreactRejection> = {
  ChannelUnknown: shared.ChannelUnknown,
  EmojiInvalid: emojiInvalid,
  MessageUnknown: notFound,
  AttemptReused: shared.AttemptReused,
};

export const unpinMessageRefusals: Refusals<UnpinMessageRejection> = {
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  PinnedUnknown: notFound,
  AttemptReused: shared.AttemptReused,
};

export const pinMessageRefusals: Refusals<PinMessageRejection> = {
  ...unpinMessageRefusals,
  PinsFull: {
    code: 'pins_full',
    explain: ({ max }) => ({ detail: `A channel has at most ${max} pinned messages. Unpin one first.` }),
  },
};
