/** Turns the tree of the Markdown parser into tokens. Syntax that a message does not have becomes text as it was typed. */

import type { AlignType, Link, Nodes, PhrasingContent, RootContent, Strong, TableRow } from 'mdast';
import { readAddress } from '#domain/markdown/address.ts';
import type { Marks } from '#domain/markdown/marks.ts';
import { showsSomething } from '#domain/markdown/seen.ts';
import type { BlockToken, CellToken, InlineToken, SpanToken, Tokens } from '#domain/markdown/tokens.ts';

/** The text that is being read, with its marks. The places of nodes and marks are places in `source`. */
export type Reading = { readonly source: string; readonly marks: Marks };

type Inline = ReadonlyArray<InlineToken>;
/** An inline token, or the edge of a spoiler that still looks for its other edge. */
type Unpaired = InlineToken | { readonly kind: 'edge' };

const EDGE = '||';

const placeOf = (node: Nodes): readonly [number, number] => [
  node.position?.start.offset ?? 0,
  node.position?.end.offset ?? 0,
];

/** Makes text and line breaks of lines. The space around a line break is not shown. */
export const textWithBreaks = (text: string): Inline =>
  text
    .split('\n')
    .flatMap(
      (line, nth): Inline => [
        ...(nth === 0 ? [] : [{ kind: 'break' } as const]),
        ...(line === '' ? [] : [{ kind: 'text', text: line } as const]),
      ],
    );

/** The space around a line end, and the marks of a quote before a line that goes on. */
const CONTINUED = /[ \t]*\n[ \t>]*/g;
const EDGES = /^[ \t]+|[ \t]+$/g;

/** Answers the source of a node as it was typed. */
const asTyped = ({ source }: Reading, node: Nodes): Inline =>
  textWithBreaks(
    source
      .slice(...placeOf(node))
      .replace(EDGES, '')
      .replace(CONTINUED, '\n'),
  );

/** Joins neighbouring texts, so that one text has one form. */
const joined = (tokens: Inline): Inline => {
  const all: InlineToken[] = [];
  for (const token of tokens) {
    const last = all.at(-1);
    if (token.kind === 'text' && last?.kind === 'text')
      all[all.length - 1] = { kind: 'text', text: last.text + token.text };
    else all.push(token);
  }
  return all;
};

/** Hides what stands between two edges. An edge without a second one is text, and so are two edges around nothing. */
const withSpoilers = (tokens: ReadonlyArray<Unpaired>): Inline => {
  const all: InlineToken[] = [];
  let hidden: InlineToken[] | undefined;
  for (const token of tokens) {
    if (token.kind !== 'edge') (hidden ?? all).push(token);
    else if (hidden === undefined) hidden = [];
    else if (hidden.length === 0) {
      all.push({ kind: 'text', text: EDGE });
    } else {
      all.push({ kind: 'spoiler', children: joined(hidden) });
      hidden = undefined;
    }
  }
  if (hidden !== undefined) all.push({ kind: 'text', text: EDGE }, ...hidden);
  return joined(all);
};

const inlines = (reading: Reading, nodes: ReadonlyArray<PhrasingContent>, inLink = false): Inline =>
  withSpoilers(nodes.flatMap((node) => inline(reading, node, inLink)));

/** Two asterisks are bold, and two underscores underline. */
const strong = ({ source }: Reading, node: Strong): SpanToken['kind'] =>
  source[placeOf(node)[0]] === '_' ? 'underline' : 'bold';

const SCHEME = /^https?:\/\//;
const bare = (address: string): string => address.replace(SCHEME, '').replace(/\/$/, '');

const link = (reading: Reading, node: Link): Inline => {
  const address = readAddress(node.url);
  const children = inlines(reading, node.children, true);
  if (address === undefined || !children.some(showsSomething)) return asTyped(reading, node);
  const { href, host, shown } = address;
  const [only, ...others] = children;
  const text = only?.kind === 'text' && others.length === 0 ? only.text : undefined;
  // An address in angle brackets is shown like one in running text: its host may be in other letters.
  if (text !== undefined && (text === node.url || `mailto:${text}` === node.url))
    return [
      {
        kind: 'link',
        href,
        host,
        differs: false,
        children: [{ kind: 'text', text: text === node.url ? shown : text }],
      },
    ];
  return [{ kind: 'link', href, host, differs: text === undefined || bare(text) !== bare(href), children }];
};

const mark = (reading: Reading, node: Nodes, inLink: boolean): ReadonlyArray<Unpaired> => {
  const meaning = reading.marks.get(placeOf(node)[0])?.meaning;
  if (meaning === undefined) return asTyped(reading, node);
  if (meaning.kind !== 'address') return [meaning];
  const { href, host, shown } = meaning.address;
  const text = { kind: 'text', text: shown } as const;
  // A link holds no second link. The inner address is then the text of the outer link, as it was typed.
  return inLink ? asTyped(reading, node) : [{ kind: 'link', href, host, differs: false, children: [text] }];
};

const inline = (reading: Reading, node: PhrasingContent, inLink: boolean): ReadonlyArray<Unpaired> => {
  switch (node.type) {
    case 'text':
      return textWithBreaks(node.value);
    case 'break':
      return [{ kind: 'break' }];
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }];
    case 'strong':
      return [{ kind: strong(reading, node), children: inlines(reading, node.children, inLink) }];
    case 'emphasis':
      return [{ kind: 'italic', children: inlines(reading, node.children, inLink) }];
    case 'delete':
      return [{ kind: 'strike', children: inlines(reading, node.children, inLink) }];
    case 'link':
      return link(reading, node);
    case 'mark':
      return mark(reading, node, inLink);
    default:
      return asTyped(reading, node);
  }
};

const cells = (reading: Reading, row: TableRow, align: ReadonlyArray<AlignType>): ReadonlyArray<CellToken> =>
  row.children.map((cell, column) => ({ align: align[column] ?? null, children: inlines(reading, cell.children) }));

const LOWEST_HEADING = 3;

const block = (reading: Reading, node: RootContent): BlockToken => {
  switch (node.type) {
    case 'paragraph':
      return { kind: 'paragraph', children: inlines(reading, node.children) };
    case 'heading':
      return {
        kind: 'heading',
        level: Math.min(node.depth, LOWEST_HEADING) as 1 | 2 | 3,
        children: inlines(reading, node.children),
      };
    case 'code':
      return { kind: 'code-block', language: node.lang ?? null, text: node.value };
    case 'blockquote':
      return { kind: 'quote', blocks: blocks(reading, node.children) };
    case 'list':
      return {
        kind: 'list',
        start: node.ordered === true ? (node.start ?? 1) : null,
        items: node.children.map((item) => blocks(reading, item.children)),
      };
    case 'table': {
      const [head, ...rows] = node.children.map((row) => cells(reading, row, node.align ?? []));
      return { kind: 'table', head: head ?? [], rows };
    }
    default:
      return { kind: 'paragraph', children: asTyped(reading, node) };
  }
};

/** Makes tokens of blocks. A block in which nothing is to be seen, as a sole `#`, is shown as it was typed. */
export const blocks = (reading: Reading, nodes: ReadonlyArray<RootContent>): Tokens =>
  nodes.map((node) => {
    const made = block(reading, node);
    return showsSomething(made) ? made : { kind: 'paragraph', children: asTyped(reading, node) };
  });
