/** Places a floating element beside an anchor, inside the window. The style sheet reads `--at-x` and `--at-y`. */

const GAP = 6;
const EDGE = 8;

export type Point = { readonly x: number; readonly y: number };
export type Side = 'above' | 'below' | 'before' | 'after';
export type Align = 'start' | 'center' | 'end';

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

const boxOf = (anchor: HTMLElement | Point): Box =>
  anchor instanceof HTMLElement
    ? anchor.getBoundingClientRect()
    : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };

const within = (at: number, size: number, room: number): number => Math.max(EDGE, Math.min(at, room - EDGE - size));

/** Answers the start of `size` before or after the anchor. It takes the other side where the wanted one lacks room. */
const beside = (from: number, to: number, size: number, room: number, wantsAfter: boolean): number => {
  const after = to + GAP;
  const before = from - GAP - size;
  const fits = wantsAfter ? after + size <= room - EDGE : before >= EDGE;
  return fits === wantsAfter ? after : before;
};

const fitsBeside = (from: number, to: number, size: number, room: number): boolean =>
  to + GAP + size <= room - EDGE || from - GAP - size >= EDGE;

const along = (from: number, to: number, size: number, align: Align): number => {
  if (align === 'center') return (from + to - size) / 2;
  return align === 'start' ? from : to - size;
};

/**
 * `before`, `after`, `start` and `end` follow the direction of the text. Where neither side of the anchor has room, the
 * element stands above or below.
 */
export const place = (
  floating: HTMLElement,
  anchor: HTMLElement | Point,
  side: Side = 'below',
  align: Align = 'end',
): void => {
  const at = boxOf(anchor);
  const { width, height } = floating.getBoundingClientRect();
  const rightToLeft = getComputedStyle(floating).direction === 'rtl';
  const mirrored = { start: 'end', center: 'center', end: 'start' } as const;
  const upright = side === 'above' || side === 'below' || !fitsBeside(at.left, at.right, width, innerWidth);
  const x = upright
    ? along(at.left, at.right, width, rightToLeft ? mirrored[align] : align)
    : beside(at.left, at.right, width, innerWidth, (side === 'after') !== rightToLeft);
  const y = upright
    ? beside(at.top, at.bottom, height, innerHeight, side !== 'above')
    : along(at.top, at.bottom, height, align);
  floating.style.setProperty('--at-x', `${within(x, width, innerWidth)}px`);
  floating.style.setProperty('--at-y', `${within(y, height, innerHeight)}px`);
};
