/** Writes the tree of a formatted text as one short line, for tables of examples. */

import { parseMarkdown } from '#domain/markdown/parse.ts';
import { type AnyToken, inside } from '#domain/markdown/walk.ts';

/** Writes a tree as one short text: `bold(a)`. Tables and lists keep their own parts. */
const drawn = (token: AnyToken): string => {
  switch (token.kind) {
    case 'text':
      return token.text;
    case 'break':
      return '⏎';
    case 'code':
      return `code(${token.text})`;
    case 'code-block':
      return `code-block:${token.language}(${token.text.replaceAll('\n', '⏎')})`;
    case 'list':
      return `list:${token.start}(${token.items.map((item) => item.map(drawn).join(';')).join(' | ')})`;
    case 'heading':
      return `heading${token.level}(${token.children.map(drawn).join('')})`;
    case 'table': {
      const row = (cells: (typeof token)['head']) =>
        cells.map(({ align, children }) => `${align ?? ''}:${children.map(drawn).join('')}`).join(' ');
      return `table(${[token.head, ...token.rows].map(row).join(' / ')})`;
    }
    case 'user':
    case 'role':
    case 'channel':
      return `${token.kind}(${token.id})`;
    case 'everyone':
    case 'here':
      return `${token.kind}()`;
    case 'time':
      return `time(${token.unix} ${token.style})`;
    case 'link':
      return `link:${token.href}(${token.children.map(drawn).join('')})`;
    case 'paragraph':
      return token.children.map(drawn).join('');
    default:
      return `${token.kind}(${inside(token).map(drawn).join(';')})`;
  }
};
/** Writes the tree of a text. `¶` stands between blocks, and `⏎` is a line break. */
export const draw = (text: string): string => parseMarkdown(text).map(drawn).join('¶');
