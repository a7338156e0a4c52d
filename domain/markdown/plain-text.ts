/** Writes a formatted message as one plain line, as search, notices and previews need it. */

import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { CellToken, TableToken, TimeToken, Tokens } from '#domain/markdown/tokens.ts';
import { type AnyToken, inside } from '#domain/markdown/walk.ts';

/** Texts of mentions and times, each whole: `@Ada`, `#garden`. A mention without a text stays as it was typed. */
export type SpokenNames = {
  readonly user?: (id: UserId) => string | undefined;
  readonly role?: (id: RoleId) => string | undefined;
  readonly channel?: (id: ChannelId) => string | undefined;
  readonly time?: (time: TimeToken) => string | undefined;
};

export type PlainTextOptions = {
  readonly names?: SpokenNames;
  /** Search reads what spoilers hide. Notices and previews do not. */
  readonly spoilers?: 'hidden' | 'shown';
};

const HIDDEN = '▒▒▒';
const SPACE = /\s+/g;

/** A cut text holds no half of a character. */
const cut = (line: string): string => {
  if (line.length <= MESSAGE_CHARS_MAX) return line;
  const whole = line.codePointAt(MESSAGE_CHARS_MAX - 1) ?? 0;
  return line.slice(0, whole > 0xffff ? MESSAGE_CHARS_MAX - 1 : MESSAGE_CHARS_MAX);
};

const wordsOf = (token: AnyToken, { names = {}, spoilers = 'hidden' }: PlainTextOptions): string | undefined => {
  switch (token.kind) {
    case 'text':
    case 'code':
    case 'code-block':
      return token.text;
    case 'break':
      return ' ';
    case 'user':
      return names.user?.(token.id) ?? `<@${token.id}>`;
    case 'role':
      return names.role?.(token.id) ?? `<@&${token.id}>`;
    case 'channel':
      return names.channel?.(token.id) ?? `<#${token.id}>`;
    case 'everyone':
    case 'here':
      return `@${token.kind}`;
    case 'time':
      return names.time?.(token) ?? `<t:${token.unix}:${token.style}>`;
    case 'spoiler':
      return spoilers === 'hidden' ? HIDDEN : undefined;
    default:
      return undefined;
  }
};

const BLOCKS: ReadonlySet<string> = new Set(['paragraph', 'heading', 'code-block', 'quote', 'list', 'table']);

const cellsOf = ({ head, rows }: TableToken): ReadonlyArray<CellToken> => [head, ...rows].flat();

const spoken = (tokens: ReadonlyArray<AnyToken>, options: PlainTextOptions): string =>
  tokens
    .map((token) => {
      if (token.kind === 'table')
        return cellsOf(token)
          .map(({ children }) => ` ${spoken(children, options)} `)
          .join('');
      const text = wordsOf(token, options) ?? spoken(inside(token), options);
      return BLOCKS.has(token.kind) ? ` ${text} ` : text;
    })
    .join('');

/** Answers one line of at most `MESSAGE_CHARS_MAX` UTF-16 units. The marks of lists and quotes are not in it. */
export const plainText = (tokens: Tokens, options: PlainTextOptions = {}): string =>
  cut(spoken(tokens, options).replace(SPACE, ' ').trim());
