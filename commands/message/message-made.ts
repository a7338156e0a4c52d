import type { MessageMade } from '#commands/commands.ts';
import { standing } from '#commands/machine/done.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { MessageState } from '#domain/message/state.ts';

/** As it stands now, whole, since its revision says so. Of one that was deleted since, nothing is left but its frame. */
export const messageMade = (state: MessageState, guildId: GuildId): MessageMade => {
  const message = standing(state);
  const { messageId, channelId, authorId, sentAt, revision } = message;
  const frame = { guildId, channelId, messageId, authorId, sentAt, revision };
  if (message.kind !== 'Present') return { ...frame, content: ERASED, editedAt: null, reactions: [] };
  const { content, editedAt } = message;
  const reactions = [...message.reactions].map(([emoji, by]) => ({ emoji, count: by.size, me: by.has(authorId) }));
  return { ...frame, content, editedAt, reactions };
};
