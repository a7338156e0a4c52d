/**
 * A list that draws only the rows in view. Rows have any height and come in above and below at any time.
 *
 * The rows in view do not move: the list sticks to its end, or a row near the top keeps its place on the screen.
 * Each new row is measured in the turn that draws it, so the reader never sees a guessed height.
 */

import { batch, createEffect, createSignal, For, type JSX, on, onCleanup, onMount, untrack } from 'solid-js';
import { heightsOf, offsetsOf } from '#web/ui/offsets.ts';

/** Pixels that are drawn beyond each edge of the view. */
const OVERSCAN = 500;
/** Pixels from the end at which the view counts as being at the end. */
const END_SLACK = 8;
/** Rounds of drawing and measuring in one layout. Measured heights may bring more rows into view; two rounds are typical. */
const MEASURE_TURNS = 6;

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
type Anchor = { readonly kind: 'end' } | { readonly kind: 'rows'; readonly holds: ReadonlyArray<Hold> };
type Hold = { readonly key: string; readonly index: number; readonly offset: number };
const HOLDS = [2, 3, 4, 5, 1, 0];

export const VirtualList = (props: {
  readonly keys: ReadonlyArray<string>;
  /** Answers the probable height of a row, in pixels. */
  readonly guess: (index: number) => number;
  /** Draws a row. `index` is the index of its key, and may be late within one turn. */
  readonly row: (key: string, index: () => number) => JSX.Element;
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
}) => {
  let scroller: HTMLDivElement | undefined;
  let block: HTMLDivElement | undefined;
  let sizer: HTMLDivElement | undefined;
  const measured = new Map<string, number>();
  const keyOf = new WeakMap<Element, string>();
  const [drawn, setDrawn] = createSignal<ReadonlyArray<string>>([]);
  const [drawnFrom, setDrawnFrom] = createSignal(0);
  let heights: Float64Array = new Float64Array();
  let offsets = offsetsOf(heights);
  let anchor: Anchor = { kind: 'end' };
  /** True when keys or heights changed after `offsets` was made. */
  let stale = true;
  let width = 0;
  let range = { first: 0, last: 0 };
  /** Keys of the current layout. `props.keys` may be newer. */
  let laid: ReadonlyArray<string> = [];
  /** The last known scroll position. Another position means that the reader scrolled. */
  let knownTop = 0;

  const total = (): number => offsets.at[offsets.at.length - 1] ?? 0;
  const viewHeight = (): number => scroller?.clientHeight ?? 0;
  /** Pixels above a list that is shorter than its view, so that it stands at the bottom. */
  const lead = (): number => Math.max(0, viewHeight() - total());

  const wantedTop = (): number => {
    const furthest = Math.max(0, total() - viewHeight());
    if (anchor.kind === 'end') return furthest;
    for (const { key, index, offset } of anchor.holds) {
      const at = laid[index] === key ? index : laid.indexOf(key);
      if (at !== -1) return Math.max(0, Math.min(furthest, (offsets.at[at] ?? 0) + offset));
    }
    return Math.max(0, Math.min(furthest, scroller?.scrollTop ?? 0));
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

  const draw = (top: number): void => {
    const first = offsets.rowAt(top - OVERSCAN);
    const last = laid.length === 0 ? 0 : offsets.rowAt(top + viewHeight() + OVERSCAN) + 1;
    range = { first, last };
    const focused = block?.contains(document.activeElement) === true;
    batch(() => {
      setDrawnFrom(first);
      setDrawn(laid.slice(first, last));
    });
    // The row with the focus may have left the page. The list takes the focus, so that the keyboard still works.
    if (focused && document.activeElement === document.body) scroller?.focus({ preventScroll: true });
    if (sizer !== undefined) sizer.style.height = `${Math.max(total(), viewHeight())}px`;
    if (block !== undefined) block.style.top = `${lead() + (offsets.at[first] ?? 0)}px`;
  };

  const layOut = (): void => {
    if (scroller === undefined) return;
    // The reader may have scrolled before the scroll event comes. That scroll must stay.
    if (Math.abs(scroller.scrollTop - knownTop) >= 1) takeAnchor();
    const keys = untrack(() => props.keys);
    if (keys !== laid) {
      heights = untrack(() => heightsOf(keys, measured, props.guess, { keys: laid, heights }));
      laid = keys;
      stale = true;
    }
    for (let turn = 0; turn < MEASURE_TURNS; turn += 1) {
      if (stale) offsets = offsetsOf(heights);
      stale = false;
      draw(wantedTop());
      if (!measureDrawn()) break;
    }
    const top = wantedTop();
    if (Math.abs(scroller.scrollTop - top) >= 1) scroller.scrollTop = top;
    knownTop = scroller.scrollTop;
    if (anchor.kind === 'end' && !untrack(() => props.sticks)) takeAnchor();
    tellEnds();
  };

  const tellEnds = (): void =>
    untrack(() => {
      const top = scroller?.scrollTop ?? 0;
      props.nearBeginning(top);
      props.nearEnd(Math.max(0, total() - viewHeight() - top));
    });

  const takeAnchor = (): void => {
    if (scroller === undefined) return;
    const top = scroller.scrollTop;
    knownTop = top;
    const atEnd = untrack(() => props.sticks) && total() - viewHeight() - top <= END_SLACK;
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
    if (scroller === undefined) return;
    // The list itself made this scroll.
    if (Math.abs(scroller.scrollTop - knownTop) < 1) return;
    takeAnchor();
    const top = scroller.scrollTop;
    const covered =
      (offsets.at[range.first] ?? 0) <= Math.max(0, top - OVERSCAN / 2) &&
      (offsets.at[range.last] ?? 0) >= Math.min(total(), top + viewHeight() + OVERSCAN / 2);
    if (covered) tellEnds();
    else layOut();
  };

  const toEnd = (): void => {
    const before = anchor.kind;
    anchor = { kind: 'end' };
    layOut();
    if (before !== 'end') props.atEndChanged(true);
  };

  const focusRow = (key: string): void => {
    const index = laid.indexOf(key);
    if (index === -1 || scroller === undefined) return;
    const top = scroller.scrollTop;
    const begins = offsets.at[index] ?? 0;
    const ends = offsets.at[index + 1] ?? 0;
    if (begins < top || ends > top + viewHeight()) {
      scroller.scrollTop = begins < top ? begins : ends - viewHeight();
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
    anchor = { kind: 'rows', holds: [{ key, index, offset: -Math.max(0, (viewHeight() - height) / 2) }] };
    // The earlier scroll position is given up on purpose.
    knownTop = scroller.scrollTop;
    layOut();
    takeAnchor();
    if (before === 'end') props.atEndChanged(isAtEnd());
    focusDrawn(key);
  };

  const rowSizes = new ResizeObserver(() => {
    if (measureDrawn()) layOut();
  });
  const viewSize = new ResizeObserver(() => {
    if (scroller === undefined) return;
    if (scroller.clientWidth !== width) {
      width = scroller.clientWidth;
      measured.clear();
      heights = untrack(() => heightsOf(laid, measured, props.guess, { keys: [], heights: new Float64Array() }));
      stale = true;
    }
    layOut();
  });

  onMount(() => {
    if (scroller === undefined) return;
    width = scroller.clientWidth;
    viewSize.observe(scroller);
    props.handle({ toEnd, focusRow, showRow, element: scroller });
  });
  createEffect(on(() => props.keys, layOut));
  onCleanup(() => {
    rowSizes.disconnect();
    viewSize.disconnect();
  });

  return (
    <div
      class="virtual-list"
      role="feed"
      tabindex="0"
      aria-label={props.label}
      aria-busy={props.busy}
      ref={(element) => {
        scroller = element;
      }}
      on:scroll={scrolled}
      onKeyDown={(event) => props.keyPressed(event)}
    >
      <div
        class="virtual-sizer"
        ref={(element) => {
          sizer = element;
        }}
      >
        <div
          class="virtual-block"
          ref={(element) => {
            block = element;
          }}
        >
          <For each={drawn()}>
            {(key, position) => (
              <div
                class="virtual-row"
                ref={(element) => {
                  keyOf.set(element, key);
                  rowSizes.observe(element);
                  onCleanup(() => rowSizes.unobserve(element));
                }}
              >
                {props.row(key, () => drawnFrom() + position())}
              </div>
            )}
          </For>
        </div>
      </div>
    </div>
  );
};
