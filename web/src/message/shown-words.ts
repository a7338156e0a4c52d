import type { Message } from '#gateway/protocol/resources.ts';

/** The words that stand for a message in a list: its own, and those that it forwards where it has none. Null once erased. */
export const shownWords = ({ content, forward }: Pick<Message, 'content' | 'forward'>): string | null =>
  content === '' && forward !== undefined ? (forward.said?.content ?? null) : content;
