/** A float beside the field that leaves the focus in it. It follows its anchor when that grows. */

import { createEffect, type JSX, onCleanup, onMount } from 'solid-js';
import { type Point, place } from '#web/ui/place.ts';

export const Float = (props: {
  readonly anchor: HTMLElement | Point;
  /** The element whose size decides the place. */
  readonly beside: HTMLElement;
  readonly class: string;
  readonly children: JSX.Element;
  /** Takes the float, for the one who asks whether the focus is in it. */
  readonly element?: (element: HTMLElement) => void;
}) => {
  let float: HTMLDivElement | undefined;
  const settle = (): void => {
    if (float !== undefined) place(float, props.anchor, 'above', 'start');
  };
  const sizes = new ResizeObserver(settle);
  onMount(() => {
    if (float === undefined) return;
    float.showPopover();
    sizes.observe(float);
    sizes.observe(props.beside);
    addEventListener('resize', settle);
  });
  createEffect(settle);
  onCleanup(() => {
    sizes.disconnect();
    removeEventListener('resize', settle);
  });
  return (
    <div
      class={props.class}
      popover="manual"
      ref={(element) => {
        float = element;
        props.element?.(element);
      }}
    >
      {props.children}
    </div>
  );
};
