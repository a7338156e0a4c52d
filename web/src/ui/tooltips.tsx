/**
 * The tooltip of the page. An element asks for it with `data-tip`, and with `data-tip-side` for a side.
 * It repeats the accessible name, so screen readers do not read it.
 */

import { createSignal, onCleanup, onMount } from 'solid-js';
import { type Align, place, type Side } from '#web/ui/place.ts';

const HOVER_MS = 400;
/** Time after a tooltip in which the next one shows at once, as along a toolbar. */
const WARM_MS = 400;
const SIDES: { readonly [side: string]: readonly [Side, Align] } = {
  above: ['above', 'center'],
  'above-end': ['above', 'end'],
  below: ['below', 'center'],
  'below-end': ['below', 'end'],
  before: ['before', 'center'],
  after: ['after', 'center'],
};
/** Keys that walk through the page. The focus of any other key was moved by the program and shows no tooltip. */
const WALKS = /^(?:Tab|Arrow\w+|Home|End|F6)$/;

const tipped = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;

export const Tooltips = (props: {
  /** The element that was reached before the tooltips were loaded. */
  readonly first?: HTMLElement;
}) => {
  const [text, setText] = createSignal('');
  let tip: HTMLDivElement | undefined;
  let asker: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let warmUntil = 0;
  let walking = false;

  const hide = (): void => {
    clearTimeout(timer);
    if (tip?.matches(':popover-open') !== true) return;
    warmUntil = performance.now() + WARM_MS;
    tip.hidePopover();
  };
  const show = (target: HTMLElement): void => {
    if (tip === undefined || !target.isConnected || target.ariaExpanded === 'true') return;
    setText(target.dataset['tip'] ?? '');
    tip.showPopover();
    placeAt(target);
  };
  const placeAt = (target: HTMLElement): void => {
    if (tip !== undefined)
      place(tip, target, ...(SIDES[target.dataset['tipSide'] ?? ''] ?? (['above', 'center'] as const)));
  };
  /** Keeps the tooltip of the focused element at its place, because the browser may scroll to an element with the focus. */
  const scrolled = (): void => {
    const focus = tipped(document.activeElement);
    if (walking && focus !== null && tip?.matches(':popover-open') === true) placeAt(focus);
    else hide();
  };
  const pointed = ({ target, pointerType }: PointerEvent): void => {
    const found = tipped(target);
    if (found === asker) return;
    asker = found;
    hide();
    if (found === null || pointerType === 'touch') return;
    timer = setTimeout(() => show(found), performance.now() < warmUntil ? 0 : HOVER_MS);
  };
  const focused = ({ target }: FocusEvent): void => {
    hide();
    const found = tipped(target);
    if (walking && found?.matches(':focus-visible') === true) show(found);
  };
  const pressed = ({ key }: KeyboardEvent): void => {
    walking = WALKS.test(key);
    if (!walking) hide();
  };
  const clicked = (): void => {
    walking = false;
    hide();
  };
  onMount(() => {
    const { first } = props;
    if (first?.matches(':focus-visible') === true) show(first);
    else if (first?.matches(':hover') === true) {
      asker = first;
      timer = setTimeout(() => show(first), HOVER_MS);
    }
    const ending = new AbortController();
    const { signal } = ending;
    document.addEventListener('pointerover', pointed, { signal });
    document.addEventListener('focusin', focused, { signal });
    document.addEventListener('focusout', hide, { signal });
    document.addEventListener('keydown', pressed, { signal, capture: true });
    document.addEventListener('pointerdown', clicked, { signal, capture: true });
    document.addEventListener('scroll', scrolled, { signal, capture: true, passive: true });
    onCleanup(() => {
      ending.abort();
      clearTimeout(timer);
    });
  });
  return (
    <div
      class="tip"
      popover="manual"
      aria-hidden="true"
      ref={(element) => {
        tip = element;
      }}
    >
      {text()}
    </div>
  );
};
