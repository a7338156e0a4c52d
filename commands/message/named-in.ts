import { mentionsIn } from '#domain/markdown/mentions.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import type { Mentions } from '#domain/message/mentions.ts';

/** Finds the mentions that a text names. A channel is drawn as a link and tells no user, so it is none. */
export const namedIn = (content: string): Mentions => {
  const { users, roles, everyone, here } = mentionsIn(parseMarkdown(content));
  return { users, roles, everyone, here };
};
