/**
 * A list that draws only the rows in view. Rows have any height and come in above and below at any time.
 *
 * The rows in view do not move: the list sticks to its end, or a row near the top keeps its place on the screen.
 * Each new row is measured in the turn that draws it, so the reader never sees a guessed height.
 *
 * While the reader scrolls, the drawn rows keep their places in the page, although the rows above them turn out higher or
 * lower than guessed. So the browser paints the new rows alone, and the scroll of the reader goes on. The rows then stand
 * beside their true places by `shift`. The height of the list, the true places and the scroll position follow when the
 * reader rests or comes near an end.
 */

import { createEffect, createSignal, For, type JSX, on, onCleanup, onMount, untrack } from 'solid-js';
import { heightsOf, offsetsOf } from '#web/ui/offsets.ts';

/** Pixels that are drawn beyond each edge of the view. */
const OVERSCAN = 500;
/** Pixels of free room under the last row. */
const UNDER_LAST = 16;
/** Pixels from the end at which the view counts as being at the end. */
const END_SLACK = 8;
/** Digits of a place in pixels. Sums of the same heights differ after them, and an equal place needs no layout. */
const PLACE_DIGITS = 3;
/** Rounds of drawing and measuring. A further round comes only when the measured heights leave a gap in the view. */
const MEASURE_TURNS = 6;
/** Milliseconds without a scroll after which the reader rests. Then the scroll bar becomes true. */
const RESTS_AFTER_MS = 150;

export type VirtualListHandle = {
  readonly toEnd: () => void;
  readonly focusRow: (key: string) => void;
  /** Moves a row to the middle of the view and gives it the focus. */
  readonly showRow: (key: string) => void;
  readonly element: HTMLElement;
};

/**
 * The fixed point of the view: its end, or rows near its top, the best first. The first two rows come last,
 * because they may be dividers, or lose their head, when older rows come in above them.
 */
export type Anchor = { readonly kind: 'end' } | { readonly kind: 'rows'; readonly holds: ReadonlyArray<Hold> };
type Hold = { readonly key: string; readonly index: number; readonly offset: number };
const HOLDS = [2, 3, 4, 5, 1, 0];

type VirtualListProps = {
  readonly keys: ReadonlyArray<string>;
  /** Answers the probable height of a row, in pixels. */
  readonly guess: (index: number) => number;
  /** Draws a row. `index` is the index of its key when it is drawn. */
  readonly row: (key: string, index: number) => JSX.Element;
  /** Takes the pixels between the view and the start of the list, after every scroll. */
  readonly nearBeginning: (distance: number) => void;
  /** Takes the pixels between the view and the end of the list, after every scroll. */
  readonly nearEnd: (distance: number) => void;
  /** False when more rows may follow the last one. The view then does not stick to the end. */
  readonly sticks: boolean;
  readonly atEndChanged: (atEnd: boolean) => void;
  readonly label: string;
  readonly busy: boolean;
  readonly handle: (handle: VirtualListHandle) => void;
  readonly keyPressed: (event: KeyboardEvent) => void;
  /** The place to begin at. The list takes it once one of its rows is there, and stands at its end until then. */
  readonly begin: Anchor;
  /** Takes the place of the reader when the list goes. */
  readonly left: (anchor: Anchor) => void;
};

type Parts = { readonly scroller: HTMLDivElement; readonly sizer: HTMLDivElement; readonly block: HTMLDivElement };

/** The elements around the rows: the view that scrolls, the height of all rows, and the block of the drawn rows. */
const Frame = (props: {
  readonly list: Pick<VirtualListProps, 'label' | 'busy' | 'keyPressed'>;
  readonly scrolled: () => void;
  readonly parts: (parts: Parts) => void;
  readonly children: JSX.Element;
}) => {
  const block = (<div class="virtual-block">{props.children}</div>) as HTMLDivElement;
  const sizer = (<div class="virtual-sizer">{block}</div>) as HTMLDivElement;
  const scroller = (
    <div
      class="virtual-list"
      role="feed"
      tabindex="0"
      aria-label={props.list.label}
      aria-busy={props.list.busy}
      on:scroll={props.scrolled}
      onKeyDown={(event) => props.list.keyPressed(event)}
    >
      {sizer}
    </div>
  ) as HTMLDivElement;
  props.parts({ scroller, sizer, block });
  return scroller;
};

export const VirtualList = (props: VirtualListProps) => {
  let scroller: HTMLDivElement | undefined;
  let block: HTMLDivElement | undefined;
  let sizer: HTMLDivElement | undefined;
  const measured = new Map<string, number>();
  const keyOf = new WeakMap<Element, string>();
  const [drawn, setDrawn] = createSignal<ReadonlyArray<string>>([]);
  let heights: Float64Array = new Float64Array();
  let offsets = offsetsOf(heights);
  let anchor: Anchor = { kind: 'end' };
  let begin: Anchor = props.begin;
  /** True when the reader asked for the end of a list whose last rows are still on their way. */
  let wantsEnd = false;
  /** True when keys or heights changed after `offsets` was made. */
  let stale = true;
  let width = 0;
  /** Height of the view in pixels. Reading it from the page would force a layout. Zero while the list is hidden. */
  let view = 0;
  let writtenHeight = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let range = { first: 0, last: 0 };
  /** Keys of the current layout. `props.keys` may be newer. */
  let laid: ReadonlyArray<string> = [];
  /** The last known scroll position. Another position means that the reader scrolled. */
  let knownTop = 0;
  /** Pixels by which the rows stand below their true places. */
  let shift = 0;
  /** The row from which the block hangs. */
  let hold: 'first' | 'last' = 'first';
  let put = { top: '', bottom: '' };
  const rowsEnd = (): number => offsets.at[offsets.at.length - 1] ?? 0;
  const total = (): number => rowsEnd() + UNDER_LAST;
  /** Pixels above a list that is shorter than its view, so that it stands at the bottom. */
  const lead = (): number => Math.max(0, view - total());
  /** Pixels from the true start of the list to the view at the last known scroll position. */
  const viewTop = (): number => knownTop - shift;

  const wantedTop = (): number => {
    const furthest = Math.max(0, total() - view);
    if (anchor.kind === 'end') return furthest;
    for (const { key, index, offset } of anchor.holds) {
      const at = laid[index] === key ? index : laid.indexOf(key);
      if (at !== -1) return Math.max(0, Math.min(furthest, (offsets.at[at] ?? 0) + offset));
    }
    return Math.max(0, Math.min(furthest, viewTop()));
  };

  const measureDrawn = (): boolean => {
    let changed = false;
    let index = range.first;
    for (const row of block?.children ?? []) {
      const key = keyOf.get(row);
      if (key === undefined) continue;
      const at = laid[index] === key ? index : laid.indexOf(key);
      index += 1;
      const height = row.getBoundingClientRect().height;
      if (height === 0) continue;
      measured.set(key, height);
      if (at === -1 || heights[at] === height) continue;
      heights[at] = height;
      changed = true;
    }
    stale ||= changed;
    return changed;
  };

  /** True when the drawn rows reach beyond both edges of a view at `top`. */
  const covers = (top: number): boolean =>
    (offsets.at[range.first] ?? 0) <= Math.max(0, top - OVERSCAN / 2) &&
    (offsets.at[range.last] ?? 0) >= Math.min(rowsEnd(), top + view + OVERSCAN / 2);

  const draw = (top: number): void => {
    const first = offsets.rowAt(top - OVERSCAN);
    const last = laid.length === 0 ? 0 : offsets.rowAt(top + view + OVERSCAN) + 1;
    if (first !== range.first) hold = first < range.first ? 'last' : 'first';
    range = { first, last };
    if (resting !== undefined) {
      shift = knownTop - top;
      putBlock();
    }
    const focused = block?.contains(document.activeElement) === true;
    setDrawn(laid.slice(first, last));
    // The row with the focus may have left the page. The list takes the focus, so that the keyboard still works.
    if (focused && document.activeElement === document.body) scroller?.focus({ preventScroll: true });
  };

  const writeHeight = (): void => {
    const height = Math.max(total(), view);
    if (sizer === undefined || height === writtenHeight) return;
    writtenHeight = height;
    sizer.style.height = `${height}px`;
  };
  /** True near an end, where the reader would notice rows beside their true places, or a height that is not true. */
  const isNearEnd = (top: number, scrollTop: number): boolean =>
    anchor.kind === 'end' ||
    Math.min(top, scrollTop) < view ||
    top + 3 * view > total() ||
    scrollTop + 3 * view > writtenHeight;
  /**
   * Puts the block at its first row, or at its last one when rows come in above. Their heights are unknown before they are
   * drawn, so a block that hangs from its other end is laid out once.
   */
  const putBlock = (): void => {
    if (block === undefined) return;
    const { first, last } = range;
    const hangs = hold === 'last' && resting !== undefined;
    const from = (index: number): number => lead() + (offsets.at[index] ?? 0) + shift;
    const top = hangs ? 'auto' : `${from(first).toFixed(PLACE_DIGITS)}px`;
    const bottom = hangs ? `${(writtenHeight - from(last)).toFixed(PLACE_DIGITS)}px` : 'auto';
    // An equal place is not written, because each writing costs a layout. The browser would answer a rounded one.
    if (top === put.top && bottom === put.bottom) return;
    put = { top, bottom };
    Object.assign(block.style, put);
  };
  /** Puts the drawn rows so that the view begins at `top`. In a scroll they stay where they are. */
  const place = (top: number): void => {
    if (scroller === undefined || block === undefined || view === 0) return;
    const { scrollTop } = scroller;
    const settles = resting === undefined || isNearEnd(top, scrollTop);
    shift = settles ? 0 : scrollTop - top;
    if (settles) writeHeight();
    putBlock();
    knownTop = scrollTop;
    if (Math.abs(scrollTop - shift - top) < 1) return;
    scroller.scrollTop = top + shift;
    knownTop = scroller.scrollTop;
  };
  /** Hides the rows from the pointer while they move under it. Each would draw its toolbar and lay the page out anew. */
  const move = (): void => {
    if (resting === undefined) sizer?.classList.add('moving');
    clearTimeout(resting);
    resting = setTimeout(rest, RESTS_AFTER_MS);
  };
  const rest = (): void => {
    clearTimeout(resting);
    resting = undefined;
    sizer?.classList.remove('moving');
    if (scroller !== undefined) knownTop = scroller.scrollTop;
    place(viewTop());
  };

  /** Takes the place to begin at as soon as one of its rows is there. Answers true when it did. */
  const takeBegin = (): boolean => {
    if (begin.kind === 'end' || !begin.holds.some(({ key }) => laid.includes(key))) return false;
    anchor = begin;
    begin = { kind: 'end' };
    props.atEndChanged(false);
    return true;
  };

  /** @param scrolled False when only the view changed, so that no scroll of the reader counts. */
  const layOut = (scrolled = true): void => {
    if (scroller === undefined || view === 0) return;
    // The reader may have scrolled before the scroll event comes. That scroll must stay.
    const { scrollTop } = scroller;
    if (scrolled && scroller.clientHeight === view && Math.abs(scrollTop - knownTop) >= 1) takeAnchor();
    knownTop = scrollTop;
    const keys = untrack(() => props.keys);
    let begun = false;
    if (keys !== laid) {
      heights = untrack(() => heightsOf(keys, measured, props.guess, { keys: laid, heights }));
      laid = keys;
      stale = true;
      range = { first: 0, last: 0 };
      begun = takeBegin();
    }
    for (let turn = 0; turn < MEASURE_TURNS; turn += 1) {
      if (stale) offsets = offsetsOf(heights);
      stale = false;
      const top = wantedTop();
      if (turn > 0 && covers(top)) break;
      draw(top);
      if (!measureDrawn()) break;
    }
    if (stale) offsets = offsetsOf(heights);
    stale = false;
    place(wantedTop());
    // A place near the end shows the end too.
    if (begun) takeAnchor();
    if (untrack(() => props.sticks)) wantsEnd = false;
    else if (anchor.kind === 'end' && !wantsEnd) takeAnchor();
    tellEnds();
  };

  const tellEnds = (): void =>
    untrack(() => {
      const top = viewTop();
      props.nearBeginning(top);
      props.nearEnd(Math.max(0, total() - view - top));
    });

  const takeAnchor = (): void => {
    if (scroller === undefined) return;
    knownTop = scroller.scrollTop;
    const top = viewTop();
    const atEnd = untrack(() => props.sticks) && total() - view - top <= END_SLACK;
    const first = offsets.rowAt(top);
    const before = anchor.kind;
    anchor = atEnd
      ? { kind: 'end' }
      : {
          kind: 'rows',
          holds: HOLDS.flatMap((step) => {
            const index = first + step;
            const key = laid[index];
            return key === undefined ? [] : [{ key, index, offset: top - (offsets.at[index] ?? 0) }];
          }),
        };
    if (before !== anchor.kind) props.atEndChanged(anchor.kind === 'end');
  };

  const scrolled = (): void => {
    if (scroller === undefined || view === 0) return;
    // The list itself made this scroll, or the browser did for a view of another size, whose layout follows.
    if (Math.abs(scroller.scrollTop - knownTop) < 1 || scroller.clientHeight !== view) return;
    wantsEnd = false;
    move();
    takeAnchor();
    const top = viewTop();
    if (covers(top)) {
      if (isNearEnd(top, knownTop)) place(top);
      tellEnds();
    } else layOut();
  };

  const toEnd = (): void => {
    const before = anchor.kind;
    anchor = { kind: 'end' };
    begin = { kind: 'end' };
    wantsEnd = true;
    layOut(false);
    if (before !== 'end') props.atEndChanged(true);
  };

  const focusRow = (key: string): void => {
    const index = laid.indexOf(key);
    if (index === -1 || scroller === undefined) return;
    rest();
    const top = scroller.scrollTop;
    const begins = offsets.at[index] ?? 0;
    const ends = offsets.at[index + 1] ?? 0;
    if (begins < top || ends > top + view) {
      scroller.scrollTop = begins < top ? begins : ends - view;
      takeAnchor();
      layOut();
    }
    focusDrawn(key);
  };
  const focusDrawn = (key: string): void => {
    const row = [...(block?.children ?? [])].find((child) => keyOf.get(child) === key);
    (row?.firstElementChild as HTMLElement | null | undefined)?.focus({ preventScroll: true });
  };

  const isAtEnd = (): boolean => anchor.kind === 'end';
  const showRow = (key: string): void => {
    const index = laid.indexOf(key);
    if (index === -1 || scroller === undefined) return;
    const height = (offsets.at[index + 1] ?? 0) - (offsets.at[index] ?? 0);
    const before = anchor.kind;
    anchor = { kind: 'rows', holds: [{ key, index, offset: -Math.max(0, (view - height) / 2) }] };
    rest();
    // The earlier scroll position is given up on purpose.
    knownTop = scroller.scrollTop;
    layOut();
    takeAnchor();
    if (before === 'end') props.atEndChanged(isAtEnd());
    focusDrawn(key);
  };

  /** A row that grows or shrinks after it was measured, as with its picture, changes the height of the block. */
  const blockSize = new ResizeObserver(() => {
    if (measureDrawn()) layOut(false);
  });
  const viewSize = new ResizeObserver(() => {
    if (scroller === undefined) return;
    const hidden = view === 0;
    view = scroller.clientHeight;
    // A pane in front hides the list, and the browser then forgets how far it was scrolled.
    if (view === 0) return;
    if (hidden) knownTop = scroller.scrollTop;
    if (scroller.clientWidth !== width) {
      width = scroller.clientWidth;
      measured.clear();
      heights = untrack(() => heightsOf(laid, measured, props.guess, { keys: [], heights: new Float64Array() }));
      stale = true;
    }
    layOut(false);
  });

  onMount(() => {
    if (scroller === undefined) return;
    width = scroller.clientWidth;
    view = scroller.clientHeight;
    viewSize.observe(scroller);
    if (block !== undefined) blockSize.observe(block);
    props.handle({ toEnd, focusRow, showRow, element: scroller });
  });
  createEffect(
    on(
      () => props.keys,
      () => layOut(),
    ),
  );
  onCleanup(() => {
    clearTimeout(resting);
    props.left(begin.kind === 'end' ? anchor : begin);
    blockSize.disconnect();
    viewSize.disconnect();
  });

  return (
    <Frame
      list={props}
      scrolled={scrolled}
      parts={(made) => {
        ({ scroller, sizer, block } = made);
      }}
    >
      <For each={drawn()}>
        {(key) => (
          <div
            class="virtual-row"
            ref={(element) => {
              keyOf.set(element, key);
            }}
          >
            {props.row(key, laid.indexOf(key, range.first))}
          </div>
        )}
      </For>
    </Frame>
  );
};
