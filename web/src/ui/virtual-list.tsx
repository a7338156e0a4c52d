/**
 * A list that draws only the rows in view. Rows have any height and come in above and below at any time.
 *
 * The rows in view do not move: the list sticks to its end, or a row near the top keeps its place on the screen.
 * Each new row is measured in the turn that draws it, so the reader never sees a guessed height.
 */

import { createEffect, createSignal, For, type JSX, on, onCleanup, onMount, untrack } from 'solid-js';
import { heightsOf, offsetsOf } from '#web/ui/offsets.ts';
import { type ListParts, rowPlaces } from '#web/ui/row-places.ts';

/** Pixels that are drawn beyond each edge of the view. */
const OVERSCAN = 500;
/** Pixels of free room under the last row. */
const UNDER_LAST = 16;
/** Pixels from the end at which the view counts as being at the end. */
const END_SLACK = 8;
/** Rounds of drawing and measuring. A further round comes only when the measured heights leave a gap in the view. */
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

/** The elements around the rows: the view that scrolls, the height of all rows, and the block of the drawn rows. */
const Frame = (props: {
  readonly list: Pick<VirtualListProps, 'label' | 'busy' | 'keyPressed'>;
  readonly scrolled: () => void;
  readonly parts: (parts: ListParts) => void;
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
  let parts: ListParts | undefined;
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
  /** Keys of the current layout. `props.keys` may be newer. */
  let laid: ReadonlyArray<string> = [];
  const rowsEnd = (): number => offsets.at[offsets.at.length - 1] ?? 0;
  const total = (): number => rowsEnd() + UNDER_LAST;
  const places = rowPlaces({
    parts: () => parts,
    view: () => view,
    total: () => total(),
    startOf: (index) => offsets.at[index] ?? 0,
    sticks: () => anchor.kind === 'end',
  });

  const wantedTop = (): number => {
    const furthest = Math.max(0, total() - view);
    if (anchor.kind === 'end') return furthest;
    for (const { key, index, offset } of anchor.holds) {
      const at = laid[index] === key ? index : laid.indexOf(key);
      if (at !== -1) return Math.max(0, Math.min(furthest, (offsets.at[at] ?? 0) + offset));
    }
    return Math.max(0, Math.min(furthest, places.viewTop()));
  };

  const measureDrawn = (): boolean => {
    let changed = false;
    let index = places.range().first;
    for (const row of parts?.block.children ?? []) {
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
  const covers = (top: number): boolean => {
    const { first, last } = places.range();
    const [from, until] = [offsets.at[first] ?? 0, offsets.at[last] ?? 0];
    return from <= Math.max(0, top - OVERSCAN / 2) && until >= Math.min(rowsEnd(), top + view + OVERSCAN / 2);
  };

  const draw = (top: number): void => {
    const first = offsets.rowAt(top - OVERSCAN);
    const last = laid.length === 0 ? 0 : offsets.rowAt(top + view + OVERSCAN) + 1;
    places.take(first, last, top);
    const focused = parts?.block.contains(document.activeElement) === true;
    setDrawn(laid.slice(first, last));
    // The row with the focus may have left the page. The list takes the focus, so that the keyboard still works.
    if (focused && document.activeElement === document.body) parts?.scroller.focus({ preventScroll: true });
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
    if (parts === undefined || view === 0) return;
    // The reader may have scrolled before the scroll event comes. That scroll must stay.
    if (scrolled && parts.scroller.clientHeight === view && places.hasScrolled()) takeAnchor();
    places.look();
    const keys = untrack(() => props.keys);
    let begun = false;
    if (keys !== laid) {
      heights = untrack(() => heightsOf(keys, measured, props.guess, { keys: laid, heights }));
      laid = keys;
      stale = true;
      places.forget();
      begun = takeBegin();
    }
    for (let turn = 0; turn < MEASURE_TURNS; turn += 1) {
      if (stale) offsets = offsetsOf(heights, offsets);
      stale = false;
      const top = wantedTop();
      if (turn > 0 && covers(top)) break;
      draw(top);
      if (!measureDrawn()) break;
    }
    if (stale) offsets = offsetsOf(heights, offsets);
    stale = false;
    places.place(wantedTop());
    // A place near the end shows the end too.
    if (begun) takeAnchor();
    if (untrack(() => props.sticks)) wantsEnd = false;
    else if (anchor.kind === 'end' && !wantsEnd) takeAnchor();
    tellEnds();
  };

  const tellEnds = (): void =>
    untrack(() => {
      const top = places.viewTop();
      props.nearBeginning(top);
      props.nearEnd(Math.max(0, total() - view - top));
    });

  const takeAnchor = (): void => {
    const top = places.look();
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
    // The list itself made this scroll, or the browser did for a view of another size, whose layout follows.
    if (view === 0 || !places.hasScrolled() || parts?.scroller.clientHeight !== view) return;
    wantsEnd = false;
    places.noteScroll();
    takeAnchor();
    if (covers(places.viewTop())) {
      places.placeNearEnd();
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
    if (index === -1 || parts === undefined) return;
    const { scroller } = parts;
    if (places.hasScrolled()) takeAnchor();
    places.rest();
    const top = places.viewTop();
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
    const row = [...(parts?.block.children ?? [])].find((child) => keyOf.get(child) === key);
    (row?.firstElementChild as HTMLElement | null | undefined)?.focus({ preventScroll: true });
  };

  const isAtEnd = (): boolean => anchor.kind === 'end';
  const showRow = (key: string): void => {
    const index = laid.indexOf(key);
    if (index === -1) return;
    const height = (offsets.at[index + 1] ?? 0) - (offsets.at[index] ?? 0);
    const before = anchor.kind;
    anchor = { kind: 'rows', holds: [{ key, index, offset: -Math.max(0, (view - height) / 2) }] };
    // The earlier scroll position is given up on purpose.
    places.rest();
    layOut();
    takeAnchor();
    if (before === 'end') props.atEndChanged(isAtEnd());
    focusDrawn(key);
  };

  const rowSizes = new ResizeObserver(() => {
    if (measureDrawn()) layOut(false);
  });
  const viewSize = new ResizeObserver(() => {
    if (parts === undefined) return;
    const { clientHeight, clientWidth } = parts.scroller;
    const hidden = view === 0;
    view = clientHeight;
    // A pane in front hides the list, and the browser then forgets how far it was scrolled.
    if (view === 0) return;
    if (hidden) places.look();
    if (clientWidth !== width) {
      width = clientWidth;
      measured.clear();
      heights = untrack(() => heightsOf(laid, measured, props.guess, { keys: [], heights: new Float64Array() }));
      stale = true;
    }
    layOut(false);
  });

  onMount(() => {
    if (parts === undefined) return;
    const { scroller } = parts;
    width = scroller.clientWidth;
    view = scroller.clientHeight;
    viewSize.observe(scroller);
    props.handle({ toEnd, focusRow, showRow, element: scroller });
  });
  createEffect(
    on(
      () => props.keys,
      () => layOut(),
    ),
  );
  onCleanup(() => {
    places.stop();
    props.left(begin.kind === 'end' ? anchor : begin);
    rowSizes.disconnect();
    viewSize.disconnect();
  });

  return (
    <Frame
      list={props}
      scrolled={scrolled}
      parts={(made) => {
        parts = made;
      }}
    >
      <For each={drawn()}>
        {(key) => (
          <div
            class="virtual-row"
            ref={(element) => {
              keyOf.set(element, key);
              rowSizes.observe(element);
              onCleanup(() => rowSizes.unobserve(element));
            }}
          >
            {props.row(key, laid.indexOf(key, places.range().first))}
          </div>
        )}
      </For>
    </Frame>
  );
};
