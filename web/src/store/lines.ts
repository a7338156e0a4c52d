import type { Message } from '#gateway/protocol/resources.ts';

/** True for a system line, which stands among the messages and was written by no user. */
export const isLine = ({ kind }: Pick<Message, 'kind'>): boolean => kind !== 'message' && kind !== 'action';
