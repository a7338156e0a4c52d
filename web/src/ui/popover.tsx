/** A small panel beside its anchor. It closes on Escape and on a press elsewhere, and gives the focus back. */

import { type JSX, onCleanup, onMount } from 'solid-js';
import { closeOnBack } from '#web/ui/open-floats.ts';
import { type Align, type Point, place, type Side } from '#web/ui/place.ts';

export const Popover = (props: {
  readonly anchor: HTMLElement | Point;
  readonly label: string;
  readonly close: () => void;
  readonly children: JSX.Element;
  readonly class?: string;
  /** Takes the focus at the end. By default the anchor does, or the element that had the focus before. */
  readonly returnTo?: HTMLElement | undefined;
  readonly side?: Side;
  readonly align?: Align;
}) => {
  let popover: HTMLDivElement | undefined;
  const before = document.activeElement;
  const settle = (): void => {
    if (popover !== undefined) place(popover, props.anchor, props.side ?? 'below', props.align ?? 'end');
  };
  closeOnBack(() => props.close());
  // Content that loads later changes the size, and the popover must stay inside the window.
  const sizes = new ResizeObserver(settle);
  onMount(() => {
    if (popover === undefined) return;
    popover.showPopover();
    settle();
    sizes.observe(popover);
    (popover.querySelector<HTMLElement>('[autofocus]') ?? popover).focus({ preventScroll: true });
  });
  onCleanup(() => {
    sizes.disconnect();
    if (popover?.contains(document.activeElement) === true) giveBack();
  });
  const giveBack = (): void => {
    const to = props.returnTo ?? (props.anchor instanceof HTMLElement ? props.anchor : before);
    if (to instanceof HTMLElement && to.isConnected) to.focus({ preventScroll: true });
  };
  return (
    <div
      class={props.class ?? 'popover'}
      role="dialog"
      tabindex="-1"
      aria-label={props.label}
      popover="auto"
      ref={(element) => {
        popover = element;
      }}
      on:toggle={(event: Event & { readonly newState?: string }) => {
        if (event.newState !== 'closed') return;
        if (popover?.contains(document.activeElement) === true || document.activeElement === document.body) giveBack();
        props.close();
      }}
    >
      {props.children}
    </div>
  );
};
