import type { MessageMade } from '#commands/commands.ts';
import { standing } from '#commands/done.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { MessageState } from '#domain/message/state.ts';

/** As it stands now. Of one that was deleted or erased since, nothing is left to hand back but its frame. */
export const messageMade = (state: MessageState, guildId: GuildId): MessageMade => {
  const message = standing(state);
  const { messageId, channelId, authorId, sentAt, revision } = message;
  const content = message.kind === 'Present' && !isErased(message.content) ? message.content : '';
  return { guildId, channelId, messageId, authorId, content, sentAt, revision };
};
