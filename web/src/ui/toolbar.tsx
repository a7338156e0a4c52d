/** A toolbar that Tab enters once. The arrow keys, Home and End move inside it, and Escape leaves it. */

import { createEffect, type JSX } from 'solid-js';

const STEPS: { readonly [key: string]: 1 | -1 | 'first' | 'last' } = {
  ArrowRight: 1,
  ArrowLeft: -1,
  Home: 'first',
  End: 'last',
};

export const Toolbar = (props: {
  readonly label: string;
  /** False where Tab passes the toolbar by. A pointer reaches its buttons always. */
  readonly reachable: boolean;
  readonly leave: () => void;
  readonly children: JSX.Element;
}) => {
  let bar: HTMLDivElement | undefined;
  const buttons = (): HTMLElement[] => [...(bar?.querySelectorAll<HTMLElement>(':scope > button') ?? [])];
  /** Makes one button the stop of Tab. */
  const stopAt = (stop: HTMLElement | undefined): void => {
    for (const button of buttons()) button.tabIndex = button === stop && props.reachable ? 0 : -1;
  };
  createEffect(() => stopAt(props.reachable ? buttons()[0] : undefined));
  const pressed = (event: KeyboardEvent): void => {
    const all = buttons();
    const at = all.indexOf(event.target as HTMLElement);
    if (at === -1 || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key];
    if (event.key === 'Escape') props.leave();
    else if (step === undefined) return;
    else {
      // In a page that is written from right to left, the next button stands on the left.
      const forwards = getComputedStyle(event.currentTarget as HTMLElement).direction === 'rtl' ? -1 : 1;
      const to = step === 'first' ? 0 : step === 'last' ? all.length - 1 : at + step * forwards;
      all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={(element) => {
        bar = element;
      }}
      class="toolbar"
      role="toolbar"
      aria-label={props.label}
      on:focusin={(event: FocusEvent) => {
        if (buttons().includes(event.target as HTMLElement)) stopAt(event.target as HTMLElement);
      }}
      on:keydown={pressed}
    >
      {props.children}
    </div>
  );
};
