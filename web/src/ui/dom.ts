/**
 * Solid's DOM runtime without `innerHTML`: it builds templates node by node. So the page requires Trusted Types
 * and allows no policy, and no text of the server can become markup. `vite.config.ts` points the compiler here.
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

/** Answers a function that clones the template. `isSvg`: the compiler wraps a part of an SVG in an `svg` element, which is removed. */
export const template = (markup: string, _isImportNode?: boolean, isSvg?: boolean): (() => Node) => {
  let made: Node | undefined;
  const make = (): Node => {
    const [root] = readMarkup(markup);
    const inner = isSvg === true && root?.kind === 'element' ? root.children[0] : root;
    if (inner === undefined) throw new Error(`A template is empty: ${markup}`);
    return build(inner, isSvg === true ? SVG : null);
  };
  return () => {
    made ??= make();
    return made.cloneNode(true);
  };
};
