/** Walks through a tree of tokens without recursion, because the depth of a tree may be as large as its text. */

import type { BlockToken, InlineToken, Tokens } from '#domain/markdown/tokens.ts';

export type AnyToken = BlockToken | InlineToken;

/** Answers the tokens directly inside of a token, in the order in which they are read. */
export const inside = (token: AnyToken): ReadonlyArray<AnyToken> => {
  switch (token.kind) {
    case 'quote':
      return token.blocks;
    case 'list':
      return token.items.flat();
    case 'table':
      return [token.head, ...token.rows].flat().flatMap((cell) => cell.children);
    case 'paragraph':
    case 'heading':
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strike':
    case 'spoiler':
    case 'link':
      return token.children;
    default:
      return [];
  }
};

/** A token with its level in the tree. Blocks of the message itself have level 1. */
export type Visit = { readonly token: AnyToken; readonly depth: number };

/** Visits every token, each before the tokens inside of it. */
export function* visits(tokens: Tokens): Generator<Visit> {
  const waiting: Visit[] = tokens.map((token) => ({ token, depth: 1 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const { token, depth } = next;
    waiting.push(
      ...inside(token)
        .map((child) => ({ token: child, depth: depth + 1 }))
        .reverse(),
    );
  }
}
