/**
 * Solid's DOM runtime with its one use of `innerHTML` taken out: templates are built node by node. So the page
 * can require Trusted Types and allow no policy at all, and a text of the server's has no way to become markup.
 * The compiler is pointed here by `vite.config.ts`.
 */

import { type MarkupNode, readMarkup } from '#web/ui/markup.ts';

export * from 'solid-js/web';

const SVG = 'http://www.w3.org/2000/svg';

const build = (node: MarkupNode, namespace: string | null): Node => {
  if (node.kind === 'text') return document.createTextNode(node.text);
  if (node.kind === 'marker') return document.createComment('');
  const inside = node.tag === 'svg' ? SVG : namespace;
  const element = inside === null ? document.createElement(node.tag) : document.createElementNS(inside, node.tag);
  for (const [name, value] of node.attributes) element.setAttribute(name, value);
  for (const child of node.children) element.append(build(child, inside));
  return element;
};

/** `isSvg`: the compiler wraps a fragment of SVG in an `svg` element of its own, which is left out again. */
export const template = (markup: string, _isImportNode?: boolean, isSvg?: boolean): (() => Node) => {
  let made: Node | undefined;
  const make = (): Node => {
    const [root] = readMarkup(markup);
    const inner = isSvg === true && root?.kind === 'element' ? root.children[0] : root;
    if (inner === undefined) throw new Error(`A template holds nothing: ${markup}`);
    return build(inner, isSvg === true ? SVG : null);
  };
  return () => {
    made ??= make();
    return made.cloneNode(true);
  };
};
