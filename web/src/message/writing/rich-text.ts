/**
 * Writes a pasted rich text as Markdown. The page allows no script to parse markup into a document, so a parser without
 * a document reads it, and nothing of it becomes an element.
 */

import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** UTF-16 units of markup. A longer text is pasted plain. */
export const MARKUP_CHARS_MAX = 200_000;
/** Nodes that are read. A text with more is pasted plain. */
export const NODES_MAX = 20_000;
/** Elements inside each other. A deeper text is pasted plain. */
export const DEPTH_MAX = 100;

const LEFT_OUT = new Set([
  'head',
  'script',
  'style',
  'title',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
]);
const LINES = new Set([
  'div',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'aside',
  'address',
  'figure',
  'dt',
  'dd',
]);
const BLOCKS = new Set(['p', 'pre', 'blockquote', 'ul', 'ol', 'table', 'hr', 'dl', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const MARKS: { readonly [tag: string]: string } = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  u: '__',
  s: '~~',
  del: '~~',
  strike: '~~',
};
/** Styles that word processors write in place of elements. */
const STYLES: ReadonlyArray<readonly [RegExp, string]> = [
  [/font-weight:\s*(?:bold|[6-9]00)/i, '**'],
  [/font-style:\s*italic/i, '*'],
  [/text-decoration[^;]*:\s*[^;]*line-through/i, '~~'],
];
const UNSTYLED = /font-weight:\s*(?:normal|[1-5]00)|font-style:\s*normal/i;

/** Signs that would begin a format. Each gets a backslash, so that the text reads as it was copied. */
const SPECIAL = /[\\`*]|~~|\|\||__|\[(?=[^\]\n]*\]\()|<(?=[@#])/g;
const LINE_BEGIN = /^(?=#{1,6}\s|>|[-+]\s)|^(\d+)(?=[.)]\s)/gm;
const escaped = (text: string): string => text.replace(SPECIAL, '\\$&');
const escapedLines = (text: string): string =>
  text.replace(LINE_BEGIN, (_, digits?: string) => (digits === undefined ? '\\' : `${digits}\\`));

const isElement = (node: Node): node is Element => 'tagName' in node;
const childrenOf = (element: Element): ReadonlyArray<Node> => element.childNodes;
const attributeOf = (element: Element, wanted: string): string =>
  element.attrs.find(({ name }) => name === wanted)?.value ?? '';

const isBlock = (node: Node): boolean => isElement(node) && (BLOCKS.has(node.tagName) || LINES.has(node.tagName));
const holdsBlocks = (element: Element): boolean =>
  childrenOf(element).some((child) => isBlock(child) || (isElement(child) && holdsBlocks(child)));

/** Puts marks around the text of each line and leaves the spaces beside it outside. */
const marked = (text: string, mark: string): string =>
  text
    .split('\n')
    .map((line) => {
      const inside = line.trim();
      return inside === '' ? line : line.replace(inside, () => mark + inside + mark);
    })
    .join('\n');

const textOf = (node: Node): string => {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (!isElement(node) || LEFT_OUT.has(node.tagName)) return '';
  if (node.tagName === 'br') return '\n';
  const inside = childrenOf(node).map(textOf).join('');
  return isBlock(node) && !inside.endsWith('\n') ? `${inside}\n` : inside;
};

const fenceFor = (text: string, least: number): string =>
  '`'.repeat(Math.max(least, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));

const codeSpan = (text: string): string => {
  const inside = text.replace(/\s+/g, ' ').trim();
  if (inside === '') return '';
  const fence = fenceFor(inside, 1);
  const space = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return fence + space + inside + space + fence;
};

const marksOf = (element: Element): ReadonlyArray<string> => {
  const style = attributeOf(element, 'style');
  const own = UNSTYLED.test(style) ? undefined : MARKS[element.tagName];
  const styled = STYLES.filter(([found]) => found.test(style)).map(([, mark]) => mark);
  return [...new Set([...(own === undefined ? [] : [own]), ...styled])];
};

const HREF = /^(?:https?|mailto):/i;

const linkOf = (element: Element, text: string): string => {
  const href = attributeOf(element, 'href');
  const label = text.trim();
  if (!HREF.test(href) || !URL.canParse(href) || label === '') return text;
  const target = new URL(href).href.replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
  const plain = textOf(element).trim();
  if (plain === href || plain === target) return target;
  return text.replace(label, () => `[${label.replace(/\n+/g, ' ')}](${target})`);
};

type Writer = {
  readonly inline: (node: Node) => string;
  readonly blocks: (nodes: ReadonlyArray<Node>) => string;
};

/** A list inside a list follows its line at once. An empty line would set all items apart. */
const tight = (text: string): string => text.replace(/\n\n(?=(?:-|\d+\.) )/g, '\n');
const indented = (text: string, by: number): string => text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(by)}`);

const listOf = (element: Element, write: Writer): string => {
  const first = Number(attributeOf(element, 'start')) || 1;
  return childrenOf(element)
    .filter((child) => isElement(child))
    .map((item, at) => {
      const sign = element.tagName === 'ol' ? `${first + at}. ` : '- ';
      return sign + indented(tight(write.blocks(item.tagName === 'li' ? childrenOf(item) : [item])), sign.length);
    })
    .join('\n');
};

const elementsIn = (element: Element, tags: ReadonlyArray<string>): ReadonlyArray<Element> =>
  childrenOf(element)
    .filter(isElement)
    .flatMap((child) => (tags.includes(child.tagName) ? [child] : elementsIn(child, tags)));

const tableOf = (element: Element, write: Writer): string => {
  const rows = elementsIn(element, ['tr']).map((row) =>
    elementsIn(row, ['th', 'td']).map((cell) =>
      write
        .blocks(childrenOf(cell))
        .replace(/\s*\n\s*/g, ' ')
        .replaceAll('|', '\\|'),
    ),
  );
  const width = Math.max(0, ...rows.map(({ length }) => length));
  if (width === 0) return '';
  const line = (cells: ReadonlyArray<string>): string =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(Array.from({ length: width }, () => '---')), ...rest.map(line)].join('\n');
};

const preOf = (element: Element): string => {
  const [, language = ''] =
    /\blang(?:uage)?-([\w+#-]+)/.exec(
      [element, ...elementsIn(element, ['code'])].map((one) => attributeOf(one, 'class')).join(' '),
    ) ?? [];
  const text = textOf(element).replace(/^\n|\n+$/g, '');
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${text}\n${fence}`;
};

const blockOf = (element: Element, write: Writer): string => {
  const { tagName } = element;
  if (/^h[1-6]$/.test(tagName)) return `${'#'.repeat(Number(tagName.charAt(1)))} ${write.blocks(childrenOf(element))}`;
  switch (tagName) {
    case 'ul':
    case 'ol':
      return listOf(element, write);
    case 'table':
      return tableOf(element, write);
    case 'pre':
      return preOf(element);
    case 'hr':
      return '---';
    case 'blockquote':
      return write.blocks(childrenOf(element)).replace(/^/gm, '> ');
    default:
      return write.blocks(childrenOf(element));
  }
};

/** Formats that make a rich text more than its plain one. */
const FORMATTED = /^(?:pre|blockquote|ul|ol|table|h[1-6]|code|a)$/;

const writer = () => {
  let formatted = false;
  const write: Writer = {
    inline: (node) => {
      if (node.nodeName === '#text')
        return escaped((node as DefaultTreeAdapterTypes.TextNode).value.replace(/[ \t\r\n\f]+/g, ' '));
      if (!isElement(node) || LEFT_OUT.has(node.tagName)) return '';
      if (node.tagName === 'br') return '\n';
      if (node.tagName === 'img') return escaped(attributeOf(node, 'alt'));
      const marks = marksOf(node);
      if (marks.length > 0 || FORMATTED.test(node.tagName)) formatted = true;
      if (/^(?:code|kbd|samp|tt)$/.test(node.tagName)) return codeSpan(textOf(node));
      const inside = childrenOf(node).map(write.inline).join('');
      return marks.reduce(marked, node.tagName === 'a' ? linkOf(node, inside) : inside);
    },
    blocks: (nodes) => {
      const parts: { readonly text: string; readonly apart: boolean }[] = [];
      let line = '';
      const endLine = (): void => {
        const text = escapedLines(line.replace(/ *\n */g, '\n').trim());
        if (text !== '') parts.push({ text, apart: false });
        line = '';
      };
      for (const node of nodes) {
        if (isElement(node) && !LEFT_OUT.has(node.tagName) && (isBlock(node) || holdsBlocks(node))) {
          endLine();
          if (FORMATTED.test(node.tagName)) formatted = true;
          const text = blockOf(node, write);
          if (text.trim() !== '') parts.push({ text, apart: BLOCKS.has(node.tagName) });
        } else line += write.inline(node);
      }
      endLine();
      return parts.reduce(
        (all, { text, apart }, at) =>
          at === 0 ? text : `${all}${apart || parts[at - 1]?.apart === true ? '\n\n' : '\n'}${text}`,
        '',
      );
    },
  };
  return { write, isFormatted: () => formatted };
};

/** True for a tree within the limits of nodes and depth. */
const isSmall = (top: ReadonlyArray<Node>): boolean => {
  let level = top;
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    nodes += level.length;
    if (depth > DEPTH_MAX || nodes > NODES_MAX) return false;
    level = level.filter(isElement).flatMap(childrenOf);
  }
  return true;
};

/** Answers the Markdown of a rich text. Null for a text without formats, and for one beyond the limits. */
export const markdownOf = (markup: string): string | null => {
  if (markup.length > MARKUP_CHARS_MAX) return null;
  const { childNodes } = parse(markup);
  if (!isSmall(childNodes)) return null;
  const { write, isFormatted } = writer();
  const text = write.blocks(childNodes);
  return isFormatted() && text !== '' ? text : null;
};
