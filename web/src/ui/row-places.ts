/**
 * Puts the drawn rows of a virtual list in the page, and moves the view.
 *
 * While the reader scrolls, the drawn rows keep their places in the page, although the rows above them turn out higher or
 * lower than guessed. So the browser paints the new rows alone, and the scroll of the reader goes on. The rows then stand
 * beside their true places by `shift`. The height of the list, the true places and the scroll position follow when the
 * reader rests or comes near an end.
 */

/** Milliseconds without a scroll after which the reader rests. Then the scroll bar becomes true. */
const RESTS_AFTER_MS = 150;
/** Decimal digits of a place in pixels. Rounding hides the tiny differences between sums of the same heights. */
const PLACE_DIGITS = 3;

/** The view that scrolls, the element with the height of all rows, and the block of the drawn rows. */
export type ListParts = {
  readonly scroller: HTMLDivElement;
  readonly sizer: HTMLDivElement;
  readonly block: HTMLDivElement;
};

/** All numbers are pixels. `startOf` is from the true start of the list to a row. `view` is zero while the list is hidden. */
type Measures = {
  readonly parts: () => ListParts | undefined;
  readonly view: () => number;
  readonly total: () => number;
  readonly startOf: (index: number) => number;
  /** True while the view sticks to the end of the list. */
  readonly sticks: () => boolean;
};

export const rowPlaces = ({ parts, view, total, startOf, sticks }: Measures) => {
  /** The drawn rows, from `first` to before `last`. */
  let range = { first: 0, last: 0 };
  /** The last known scroll position. Another position means that the reader scrolled. */
  let knownTop = 0;
  /** Pixels by which the rows stand below their true places. */
  let shift = 0;
  /** The end of the block from which its place counts. */
  let hangsFrom: 'first' | 'last' = 'first';
  let written = { top: '', bottom: '' };
  let writtenHeight = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  /** Pixels from the true start of the list to the view at the last known scroll position. */
  const viewTop = (): number => knownTop - shift;
  /** Pixels above a list that is shorter than its view, so that it stands at the bottom. */
  const lead = (): number => Math.max(0, view() - total());

  const writeHeight = ({ sizer }: ListParts): void => {
    const height = Math.max(total(), view());
    if (height === writtenHeight) return;
    writtenHeight = height;
    sizer.style.height = `${height}px`;
  };
  /**
   * Puts the block at its first row, or at its last one when rows come in above. New rows above have unknown heights, so a
   * block that hangs from its last row is laid out once.
   */
  const putBlock = ({ block }: ListParts): void => {
    const hangs = hangsFrom === 'last' && resting !== undefined;
    const from = (index: number): number => lead() + startOf(index) + shift;
    const top = hangs ? 'auto' : `${from(range.first).toFixed(PLACE_DIGITS)}px`;
    const bottom = hangs ? `${(writtenHeight - from(range.last)).toFixed(PLACE_DIGITS)}px` : 'auto';
    // An equal place is not written, because each writing costs a layout. The browser would answer a rounded one.
    if (top === written.top && bottom === written.bottom) return;
    written = { top, bottom };
    Object.assign(block.style, written);
  };
  /** True near an end, where the reader would notice rows beside their true places, or a height that is not true. */
  const isNearEnd = (top: number, scrollTop: number): boolean =>
    sticks() ||
    Math.min(top, scrollTop) < view() ||
    top + 3 * view() > total() ||
    scrollTop + 3 * view() > writtenHeight;

  /** Reads the scroll position. Answers the pixels from the true start of the list to the view. */
  const look = (): number => {
    knownTop = parts()?.scroller.scrollTop ?? knownTop;
    return viewTop();
  };
  /** Puts the drawn rows so that the view begins at `top`. In a scroll they stay where they are. */
  const place = (top: number): void => {
    const shown = parts();
    if (shown === undefined || view() === 0) return;
    const { scroller } = shown;
    const { scrollTop } = scroller;
    const settles = resting === undefined || isNearEnd(top, scrollTop);
    shift = settles ? 0 : scrollTop - top;
    if (settles) writeHeight(shown);
    putBlock(shown);
    knownTop = scrollTop;
    if (Math.abs(scrollTop - shift - top) < 1) return;
    scroller.scrollTop = top + shift;
    knownTop = scroller.scrollTop;
  };
  /** True when the reader scrolled after the last known position. */
  const hasScrolled = (): boolean => Math.abs((parts()?.scroller.scrollTop ?? knownTop) - knownTop) >= 1;
  const rest = (): void => {
    clearTimeout(resting);
    resting = undefined;
    parts()?.sizer.classList.remove('moving');
    place(look());
  };

  /** Hides the rows from the pointer while they move under it. Each would draw its toolbar and lay the page out anew. */
  const noteScroll = (): void => {
    if (resting === undefined) parts()?.sizer.classList.add('moving');
    clearTimeout(resting);
    // A scroll whose event is still to come must be drawn first.
    resting = setTimeout(() => (hasScrolled() ? noteScroll() : rest()), RESTS_AFTER_MS);
  };

  return {
    range: () => range,
    viewTop,
    look,
    hasScrolled,
    /** Takes the rows that are drawn next, for a view that begins at `top`. */
    take: (first: number, last: number, top: number): void => {
      if (first !== range.first) hangsFrom = first < range.first ? 'last' : 'first';
      range = { first, last };
      const shown = parts();
      if (resting === undefined || shown === undefined) return;
      shift = knownTop - top;
      putBlock(shown);
    },
    /** Forgets the drawn rows, because their numbers mean other rows now. */
    forget: (): void => {
      range = { first: 0, last: 0 };
    },
    place,
    /** Puts the rows where the reader could notice that they are not at their true places. */
    placeNearEnd: (): void => {
      if (isNearEnd(viewTop(), knownTop)) place(viewTop());
    },
    noteScroll,
    rest,
    stop: (): void => clearTimeout(resting),
  };
};
