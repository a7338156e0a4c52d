import { existing } from '#commands/machine/receipt.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import { guildOf } from '#domain/kernel/home.ts';
import { fileViews } from '#domain/message/attachments.ts';
import { NO_MENTIONS } from '#domain/message/mentions.ts';
import type { MessageState } from '#domain/message/state.ts';
import type { MessageView } from '#domain/message/view.ts';

/** Makes the view of a message for its author. A deleted message has no content and no reactions. */
export const viewOf = (state: MessageState): MessageView => {
  const message = existing(state);
  const { messageId, channelId, home, authorId, messageKind, sentAt, replyTo, revision } = message;
  const frame = {
    messageId,
    channelId,
    guildId: guildOf(home),
    authorId,
    kind: messageKind,
    sentAt,
    replyTo,
    forwarded: message.forward?.forwarded ?? null,
    revision,
  };
  if (message.kind !== 'Present')
    return { ...frame, content: ERASED, mentions: NO_MENTIONS, editedAt: null, reactions: [], files: [] };
  const { content, mentions, editedAt } = message;
  const reactions = [...message.reactions].map(([emoji, by]) => ({ emoji, count: by.size, me: by.has(authorId) }));
  return { ...frame, content, mentions, editedAt, reactions, files: fileViews(message) };
};
