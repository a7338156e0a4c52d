/** Reads the content of a message as Markdown. It runs on the server and in browsers, with the same result. */

import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Extension } from 'micromark-util-types';
import { MARKDOWN_DEPTH_MAX, MARKDOWN_NODES_MAX } from '#domain/kernel/limits.ts';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';
import { isTooComplex } from '#domain/markdown/guard.ts';
import { MARK_NODES, markSyntax } from '#domain/markdown/mark-syntax.ts';
import { type Marks, marksIn } from '#domain/markdown/marks.ts';
import type { InlineToken, ParagraphToken, Tokens } from '#domain/markdown/tokens.ts';
import { blocks, textWithBreaks } from '#domain/markdown/tree.ts';
import { visits } from '#domain/markdown/walk.ts';

/** Syntax of CommonMark that a message does not have. Its signs are text. */
const LEFT_OUT: Extension = {
  disable: {
    null: ['htmlFlow', 'htmlText', 'definition', 'setextUnderline', 'codeIndented', 'characterReference'],
  },
};
const SYNTAX: ReadonlyArray<Extension> = [LEFT_OUT, gfmStrikethrough({ singleTilde: false }), gfmTable()];
const NODES = [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown(), MARK_NODES];

/**
 * Signs that can begin something. A text without them needs no parser, and most messages are such texts. A property test
 * holds that the parser would answer the same.
 */
const SIGNS = /[\\`*_<]|~~|\|\||\]\(|@(?:everyone|here)|https?:\/\/|^[ \t]*(?:[#>|+]|:?-|[0-9]{1,9}[.)])/im;

const BLANK_LINES = /\n(?:[ \t]*\n)+/;
const LINE_EDGES = /^[ \t]+|[ \t]+$/gm;
const BLANK_ENDS = /^(?:[ \t]*\n)+|(?:\n[ \t]*)+$/g;

const paragraph = (children: ReadonlyArray<InlineToken>): ParagraphToken => ({ kind: 'paragraph', children });

const withoutSyntax = (source: string): Tokens =>
  source
    .replace(BLANK_ENDS, '')
    .split(BLANK_LINES)
    .map((lines) => paragraph(textWithBreaks(lines.replace(LINE_EDGES, ''))))
    .filter(({ children }) => children.length > 0);

const extensionsFor = (source: string, marks: Marks): Extension[] =>
  marks.size === 0 ? [...SYNTAX] : [...SYNTAX, markSyntax(source, marks)];

const withSyntax = (source: string): Tokens => {
  const marks = marksIn(source);
  const tree = fromMarkdown(source, { extensions: extensionsFor(source, marks), mdastExtensions: NODES });
  return blocks({ source, marks }, tree.children);
};

const isTooLarge = (tokens: Tokens): boolean => {
  let count = 0;
  for (const { depth } of visits(tokens)) {
    count += 1;
    if (depth > MARKDOWN_DEPTH_MAX || count > MARKDOWN_NODES_MAX) return true;
  }
  return false;
};

/** Answers one text with the whole content, line ends included. */
const asTyped = (text: string): Tokens => [paragraph([{ kind: 'text', text }])];

/** The parser reads neither a byte order mark at the begin of a text nor NUL. */
const readable = (content: string): string =>
  withPlainLineEnds(content)
    .replace(/^\uFEFF/, '')
    .replaceAll('\u0000', '\uFFFD');

/**
 * Parses the content of a message. A text beyond a limit (`MARKDOWN_*_MAX`, `MESSAGE_CHARS_MAX`) is one plain text, in
 * which nothing is a mention. The tree shows something whenever the content does.
 */
export const parseMarkdown = (content: string): Tokens => {
  const source = readable(content);
  if (isTooComplex(source)) return asTyped(source);
  if (!SIGNS.test(source)) return withoutSyntax(source);
  const tokens = withSyntax(source);
  return isTooLarge(tokens) ? asTyped(source) : tokens;
};
