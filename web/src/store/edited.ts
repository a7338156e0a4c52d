import type { DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { Message } from '#gateway/protocol/resources.ts';

/** Gives a message its new text and the mentions of that text. A message that mentions nobody has no such field. */
export const edited = (message: Message, { d }: DispatchOf<'message_update'>): Message => {
  const { mentions: _, ...kept } = message;
  const { content, edited_at, revision, mentions } = d;
  return { ...kept, content, edited_at, revision, ...(mentions === undefined ? {} : { mentions }) };
};
