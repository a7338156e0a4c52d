/** Keeps the trees of the contents that were drawn last, so that a scroll back and forth parses each content once. */

import { parseMarkdown } from '#domain/markdown/parse.ts';
import type { Tokens } from '#domain/markdown/tokens.ts';

/** Contents whose trees are kept. The least used one goes for a new one. */
export const TREES_KEPT = 500;

/** Makes a memory of trees around a parser. */
export const treesOf = (parse: (content: string) => Tokens) => {
  const trees = new Map<string, Tokens>();
  return (content: string): Tokens => {
    const tokens = trees.get(content) ?? parse(content);
    trees.delete(content);
    trees.set(content, tokens);
    const [oldest] = trees.keys();
    if (trees.size > TREES_KEPT && oldest !== undefined) trees.delete(oldest);
    return tokens;
  };
};

export const parsed = treesOf(parseMarkdown);
