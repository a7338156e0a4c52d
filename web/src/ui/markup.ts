/**
 * Reads the templates of Solid's compiler: elements, quoted attributes, text and `<!>`.
 * It is no HTML parser and reads only the templates of this program.
 */

export type MarkupNode =
  | {
      readonly kind: 'element';
      readonly tag: string;
      readonly attributes: ReadonlyArray<readonly [string, string]>;
      readonly children: MarkupNode[];
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'marker' };

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
const TOKEN = /<!-*>|<\/([\w-]+)>|<([\w-]+)((?:\s*[^\s=>"/]+(?:="[^"]*")?)*)\s*\/?>|([^<]+)/y;
const ATTRIBUTE = /([^\s=>"/]+)(?:="([^"]*)")?/g;
const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' };
const plain = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '');

export const readMarkup = (markup: string): ReadonlyArray<MarkupNode> => {
  const top: MarkupNode[] = [];
  const open: Array<{ readonly tag: string; readonly into: MarkupNode[] }> = [{ tag: '', into: top }];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < markup.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(markup);
    const into = open.at(-1)?.into;
    if (token === null || into === undefined) throw new Error(`A template has unknown markup at ${at}: ${markup}`);
    const [, closes, opens, attributes, text] = token;
    if (closes !== undefined) {
      if (open.pop()?.tag !== closes) throw new Error(`A template closes ${closes}, which is not open: ${markup}`);
    } else if (opens !== undefined) {
      const pairs = [...(attributes ?? '').matchAll(ATTRIBUTE)].map(
        ([, name = '', value = '']) => [name, plain(value)] as const,
      );
      const children: MarkupNode[] = [];
      into.push({ kind: 'element', tag: opens, attributes: pairs, children });
      if (!VOID.has(opens)) open.push({ tag: opens, into: children });
    } else if (text !== undefined) into.push({ kind: 'text', text: plain(text) });
    else into.push({ kind: 'marker' });
  }
  if (open.length !== 1) throw new Error(`A template does not close ${open.at(-1)?.tag}: ${markup}`);
  return top;
};
