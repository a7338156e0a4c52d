/** The formatted text of a message as a small tree. It holds no markup, so no reader of it can turn it into HTML. */

import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';

export type TextToken = { readonly kind: 'text'; readonly text: string };
export type BreakToken = { readonly kind: 'break' };
/** Code inside of a line. */
export type CodeToken = { readonly kind: 'code'; readonly text: string };
/** Inline tokens with one look around them. A spoiler is hidden until its reader opens it. */
export type SpanToken = {
  readonly kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';
  readonly children: ReadonlyArray<InlineToken>;
};
export type LinkToken = {
  readonly kind: 'link';
  /** The address as the URL parser writes it: `http`, `https` or `mailto`, without a user name before the host. */
  readonly href: string;
  /** Host of the address in ASCII, with its port. A mail address has the part after its `@`. */
  readonly host: string;
  /** True when the shown text is not the address. A client then shows the host before it opens the link. */
  readonly differs: boolean;
  readonly children: ReadonlyArray<InlineToken>;
};
/** The place at which a message names a user, a role, a channel or many members at once. */
export type MentionToken =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'role'; readonly id: RoleId }
  | { readonly kind: 'channel'; readonly id: ChannelId }
  | { readonly kind: 'everyone' | 'here' };
/** One letter says how a time is shown: `t`/`T` time, `d`/`D` date, `f`/`F` both, `R` relative to now. */
export type TimeStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';
/** A moment in whole seconds since 1970. Each reader sees it in their own zone and language. */
export type TimeToken = { readonly kind: 'time'; readonly unix: number; readonly style: TimeStyle };

export type InlineToken = TextToken | BreakToken | CodeToken | SpanToken | LinkToken | MentionToken | TimeToken;

export type ParagraphToken = { readonly kind: 'paragraph'; readonly children: ReadonlyArray<InlineToken> };
export type HeadingToken = {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly children: ReadonlyArray<InlineToken>;
};
export type CodeBlockToken = {
  readonly kind: 'code-block';
  /** The first word after the fence as it was typed. It may name no language that a highlighter knows. */
  readonly language: string | null;
  readonly text: string;
};
export type QuoteToken = { readonly kind: 'quote'; readonly blocks: ReadonlyArray<BlockToken> };
export type ListToken = {
  readonly kind: 'list';
  /** The number of the first item, or null for a list of bullets. */
  readonly start: number | null;
  readonly items: ReadonlyArray<ReadonlyArray<BlockToken>>;
};
export type CellToken = {
  readonly align: 'left' | 'center' | 'right' | null;
  readonly children: ReadonlyArray<InlineToken>;
};
export type TableToken = {
  readonly kind: 'table';
  readonly head: ReadonlyArray<CellToken>;
  readonly rows: ReadonlyArray<ReadonlyArray<CellToken>>;
};

export type BlockToken = ParagraphToken | HeadingToken | CodeBlockToken | QuoteToken | ListToken | TableToken;

/** All blocks of one message, in their order. */
export type Tokens = ReadonlyArray<BlockToken>;
